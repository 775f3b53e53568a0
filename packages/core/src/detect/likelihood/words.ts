/**
 * The commonest words of technical prose (by the number of documents that hold them, four letters or more; plurals
 * and -ed/-ing forms of listed words left out, `language.ts` strips them). Data only.
 */
export const commonWords: string =
  'abcd abcdef ability able abort about above absolute abstract accelerator accept acceptable access accessible ' +
  'accessor accidentally according accordingly account across action activate active activity acts actual actually ' +
  'added adding addition additional additionally address addresses adds adheres adjust admin administration ' +
  'administrator advanced advantage advised affect after again against agent agree agreement algorithm alias ' +
  'aliases align alive alloc allocate allocation allow almost alone along alongside alpha already also alternate ' +
  'alternative alternatively although always amazon among amount analysis analyzer android annotations another ansi ' +
  'answer anymore anyone anything anyway anywhere apache apigateway apigatewayv appear append apple applicable ' +
  'application applied applies apply approach appropriate arbitrary arch architecture archive area aren args ' +
  'argument argv arising arns around array artifact asking assembly assert assertion asset assign assignment ' +
  'associate association assume async asynchronous asynchronously atomic attach attachment attacks attempt ' +
  'attribute audit aurora auth authentication author authority authorization authorized auto autoclass automated ' +
  'automatic automatically automodule autoscaling availability available average avoid await aware away back ' +
  'backend background backslash backup backward badge balancer bare base baseline bash basic basis batch because ' +
  'become been before begin beginning behave behavior behaviour behind being below bench benchmark best better ' +
  'between beyond bigger bigint binaries binary bind bits blank blob block blue body bool boolean both bottom bound ' +
  'boundary braces brackets bram branch brand break bring broken browser bucket buffer bugs build builder ' +
  'buildsystem built builtin bump bundle business byte cache call callback caller cancel cannot canonical ' +
  'capabilities capability capacity capture care careful carefully cargo carry case catalog catch categories ' +
  'category cause cdef center cert certain certificate chain chance change changelog channel chapter char character ' +
  'charge charset chat check checkout child children chime choice choose chosen chunk cidr cipher circumstances ' +
  'claim clang clarify class classes clause clean cleanup clear clearly click client clone close cloud ' +
  'cloudformation cloudfront cloudwatch cluster cmake code codecommit cognito collect collection colon color column ' +
  'combination combine come comma command comment commit common commonly communication community compact company ' +
  'compare comparison compatibility compatible compilation compile compiler complete completely completion complex ' +
  'compliance compliant complicated component comprehend compress compression compute computer concept concurrency ' +
  'concurrent condition conditional conduct config configurable configuration configure confirm conflict confusing ' +
  'confusion connect connection consequential consider consistency consistent consistently consists console const ' +
  'constant constraint construct constructor consume consumers contact contain container content context continue ' +
  'contract contribute contribution contributor control controlled controlling convenience convenient convention ' +
  'conversion convert copied copies copy copyright core corporation correct correctly correspond cost could count ' +
  'counter course cover coverage cpack crash crate create creation creator credentials criteria critical cross ' +
  'crypto cryptographic cryptography ctest ctrl current currently cursor custom customer customize cycle damages ' +
  'dashboard data database date days dead deal dealings debug debugger debugging decide decimal declaration declare ' +
  'decode decoder decompression decrypt dedicated deep default defer define definition delay delete deletion ' +
  'delivery demand demo department depend dependencies dependency dependent deploy deployment deprecate deprecation ' +
  'deps depth derive describe description descriptor deserialize design desired destination destroy detail detect ' +
  'detection detector determine developer development device diagnostic dict dictionary didn diff differ difference ' +
  'different differently difficult digest digit direct directconnect direction directly directories directory ' +
  'dirname disable disassociate discarded disclaimer disconnect discouraged discussed discussion disk dispatch ' +
  'display dist distinct distribute distribution docs document documentation does doesn doing domain done double ' +
  'down download drop dropped dual duplicate duration during dynamic dynamically dynamo each earlier early easier ' +
  'easily east easy echo ecosystem edge edit edition editor effect effective effectively efficient effort either ' +
  'elastic element elemental else elsewhere email embed embedded emit emitted emitter empty enable encode encoder ' +
  'encountered encrypt encryption ended endian endif ending endpoint ends enforce engine english enhanced enough ' +
  'ensure enter entire entirely entities entity entries entry enum environment equal equivalent error escape eslint ' +
  'especially essentially eval evaluate evaluation even event ever every everyone everything exact exactly example ' +
  'except exception exchange exclude exclusive exec executable execute execution exist existence exit expand ' +
  'expansion expect experience experimental expiration explain explanation explicit explicitly export expose expr ' +
  'express expression extend extension extern external extra extract extremely fact factor factory fail failure ' +
  'fall fallback false family fast faster fatal favor feature feedback feel fetch fewer field figure file filename ' +
  'filepath filesystem fill filter final finally find fine finish firewall first fitness five fixed fixes flag ' +
  'flexible float flow flush focus folder follow force forget fork form format formation formatted formatting ' +
  'fortran forward found foundation four fragment frame framework free friendly from front full fully func function ' +
  'functionality furnished further future garbage gateway general generally generate generation generator generic ' +
  'gets getter getting github give given glob global globally goes going good google governing gracefully grant ' +
  'graph great greater green greengrass group guarantee guard guess guide guidelines gzip half hand handle handler ' +
  'handshake happen hard hardware hash hashes have head header health heap height hello help helper helpful here ' +
  'hereby hidden hide hierarchy high higher highest highlight highly hint history hold holder home hook host ' +
  'hostname hours however href http human idea identical identified identifier identify identity idle ignore image ' +
  'immediate immediately impact impl implement implementation implicit implicitly implied implies import important ' +
  'impossible improve improvements incident incidental include inclusion inclusive incoming incompatible incomplete ' +
  'inconsistent incorrect incorrectly increase indent independent index indicate indirect individual individually ' +
  'infer infinite infinity info information infrastructure infringement inherit inheritance init initial ' +
  'initialization initialize initially inline inner input insecure insensitive insert inside insights inspect ' +
  'inspector install installation instance instead instructions integer integration integrity intel intended ' +
  'intentionally interactive interest interface internal internally internet interpret intersection interval into ' +
  'introduce introduction invalid invocation invoke involved iotsitewise iotwireless issue item iter iterable ' +
  'iterate iteration iterator itself january java jobs john join json jump just keep kept kernel keys keyword kind ' +
  'know known label lack lake lambda lang language large larger last latency later latest latin latter launch layer ' +
  'layout lead leak learn least leave left legacy legal length less letter level liability liable libc libraries ' +
  'library license life lifecycle lifetime light lightsail like likely limit limitation line link linker lint linux ' +
  'list listen listener literal little live load loader local locale locally located location lock logging logic ' +
  'logical login logs long longer look lookup loop loss lost lots lower lowercase machine macro made magic mail ' +
  'main mainly maintain maintainers maintenance make makefile manage management manager mandatory manifest manner ' +
  'manual manually many mapped mapping maps march mark marker master match matches material math matter maximum ' +
  'mean meaningful meant mechanism media medical medium meet member memory mention menu merchantability merge ' +
  'message meta metadata method metric micro microsoft middle might migration milliseconds mime mind minimal ' +
  'minimum minor minutes mirror misc missing mixed mock mode model modern modification modified modifier modifies ' +
  'modify module moment monitor moolenaar more most mostly mouse move much multi multiple must mutable name ' +
  'namespace native necessarily necessary need negative negligence neither nested network never newer newline next ' +
  'nice nightly ninja node nodejs none noninfringement norl normal normalize normally notable notation note nothing ' +
  'notice notification notify null number numeric object obsolete obtain obvious occur occurred offer official ' +
  'offset often older omics omit omitted once ones online only onto open openssl operate operation operator ' +
  'optimization optimize option optional optionally opts order organization origin original originally ossl other ' +
  'otherwise outdated output outside over overflow overhead overridden override overview overwrite overwritten ' +
  'owned owner ownership pack package packet padding page pair panic parallel param parameter parent parse parser ' +
  'part partial particular particularly party pass passes password past patch patches path pattern pause payload ' +
  'payment peer pending percent perform performance period perl permission permit permitted person personal phone ' +
  'pick pipe pipeline place plain plan platform please plugin plus point pointer policies policy pool port portable ' +
  'portion position positive posix possibility possible possibly post potential potentially power practice ' +
  'precedence preceding precise prefer preference preferred prefix prefixes prepare prepend preprocessor presence ' +
  'present preserve press pretty prevent preview previous previously primarily primary primitive principal print ' +
  'println prior priority private probably problem proc process processes processor prod produce product production ' +
  'profile profits program programming progress project promise promote prompt prop propagate proper properly ' +
  'properties property protected protection protocol prototype provide provider provisioned proxy public publicly ' +
  'publish pull pure purpose push puts python quality queries query question queue quic quick quickly quite quote ' +
  'race raise rand random range rare rate rather reach read readable reader readme readonly ready real really ' +
  'reason reasonable receive recent recently recognize recommend record recursive recursively redirect redis ' +
  'redshift reduce refactor refer reference referred reflect refresh regarding regardless regex regexp region ' +
  'regional register registration registry regression regular reject related relative release relevant reliable ' +
  'rely remain remember remote removal remove rename repeat repl replace replacement replication repo report ' +
  'repositories repository represent representation reproduce request require requirement reserved reset resolution ' +
  'resolve resolver resource respect respective respectively respond response responsibility responsible rest ' +
  'restart restore restrict restriction result resume retain retention retrieve retry return reuse reverse revert ' +
  'review revision right risk robust role room root round route rule runner running runs runtime rust rustc safe ' +
  'safely safety said same sample satisfy save scalar scaling scan schedule schema scheme scope screen script ' +
  'search searches second secondary secret section secure security securityhub seed seems seen segment select ' +
  'selection self sell semantic semicolon semver send sense sensitive sent separate separately separator sequence ' +
  'serde serialization serialize series server service servicecatalog session sets setting setup several severity ' +
  'shall share shell shield shift short shorter shorthand should show shown side sign signal signature significant ' +
  'significantly silent silently similar similarly simple simpler simplified simplify simply since single site ' +
  'situation size skip skipped slash sleep slice slightly slow slower small smaller snapshot socket software ' +
  'solution some someone something sometimes somewhere soon sort source space span spawn spec special specific ' +
  'specifically specification specified specifier specifies specify speed split stability stable stack stage ' +
  'standalone standard stands start startup stat state statement static statistics status stderr stdin stdout step ' +
  'still stop stopped storage store strategy stream strict strictly string stringify strip strong strongly struct ' +
  'structure studio stuff style subdirectories subdirectory subject sublicense submit submitted subnet subscription ' +
  'subsequent subset substantial substitute succeeded succeeds success successful successfully such sufficient ' +
  'suffix suggest suitable suite summaries summary super supplied supply support suppose suppress sure swap switch ' +
  'symbol symbolic symlink sync synchronous synopsis syntax system table tagging tags take taken target task team ' +
  'technical tell temp template temporarily temporary term terminal terminate termination test text than thanks ' +
  'that their them themselves then theory there therefore these they thing think third this those though thread ' +
  'three threshold through throw thrown thus tick time timeout timer timestamp title todo together token toml tool ' +
  'toolchain topic tort total trace track tracker traffic trailing trait transfer transform transit transition ' +
  'translation transport treat tree tried tries trigger true truncate trust trying tuple turn twice type typedef ' +
  'typeof typescript typical typically typo uint unable unchanged undefined under underlying underscore understand ' +
  'undo unexpected unfortunately unicode uniform uninstall union unique unit universal unix unknown unless unlike ' +
  'unlikely unnecessary unsafe unset unsigned unspecified unstable unsupported untag until unused unwrap update ' +
  'upgrade upload upon upper uppercase upstream urls usable usage used useful user username uses using usize usual ' +
  'usually util utilities utility valid validate validation value variable variant various vector vendor verbatim ' +
  'verbose verification verified verify version versionadded very video view vimrc virtual visibility visible visit ' +
  'visual vite vitest void volume vulnerabilities vulnerability wait want warn warranties warranty wasm wasn watch ' +
  'ways weak website welcome well were west what whatever when whenever where whereas whether which while white ' +
  'whitespace whole whom whose wide widely width will window wise wish with within without word work workaround ' +
  'worker workflow workspace world would wrap wrapped wrapper wrapping writable write writer written wrong xcode ' +
  'xlarge yaml year yield your yourself zero zlib zone';
