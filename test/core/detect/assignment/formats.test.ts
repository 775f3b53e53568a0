/** A table of syntaxes: in each the value is found, exactly, and a value that is none is not. */
import { describe, expect, test } from 'vitest';
import { findAll, findCounting } from './confirm.ts';

// built at run time: no line of this file holds a password
const V = ['tR7', 'vq2', 'Lw9k'].join('');
const K = ['q8Zr2Lm', 'V5tXc9B', 'n4KwJ7pY', 's1Hd6Fg3'].join('');
const B = Buffer.from(`app:${V}`).toString('base64');

const syntaxes: readonly [string, string, string][] = [
  ['env', `DB_PASSWORD=${V}`, V],
  ['prose', `The default password for the user "app" is "${V}".`, V],
  ['Terraform variable', `variable "api_token" {\n  type    = string\n  default = "${K}"\n}`, K],
  ['Gradle field', `buildConfigField 'String', 'API_KEY', '"${K}"'`, K],
  ['.NET DirectoryEntry', `new DirectoryEntry("LDAP://dc", "svc", "${V}");`, V],
  ["Docker's ENV NAME value", `FROM scratch\nENV APP_TOKEN ${K}\n`, K],
  ['setx', `setx DB_PASSWORD ${V}`, V],
  ['fish', `set -gx DB_PASSWORD ${V}`, V],
  ['Android manifest', `<meta-data android:name="api_key" android:value="${K}" />`, K],
  ['Markdown table', `| Admin password | ${V} |`, V],
  ['SQL with ENCRYPTED', `CREATE USER app WITH ENCRYPTED PASSWORD '${V}' CREATEDB;`, V],
  ['curl, token as user', `curl -u ${K}: https://api.internal/`, K],
  ['powershell, value last', `ConvertTo-SecureString -AsPlainText -Force ${V}`, V],
  ['libcurl bearer', `curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, "${K}");`, K],
  ['env, exported and quoted', `export DB_PASSWORD="${V}"`, V],
  ['env with a comment', `DB_PASSWORD=${V} # staging`, V],
  ['properties', `db.password=${V}`, V],
  ['ini', `password = ${V}`, V],
  ['toml', `password = "${V}"`, V],
  ['yaml', `  password: ${V}`, V],
  ['yaml, quoted', `  password: '${V}'`, V],
  ['json', `{"password": "${V}"}`, V],
  ['json in a string', `"{\\"password\\": \\"${V}\\"}"`, V],
  ['xml element', `<password>${V}</password>`, V],
  ['xml attribute', `<user name="app" password="${V}"/>`, V],
  ['xml key and value', `<add key="DbPassword" value="${V}" />`, V],
  ['html entities', `password=&quot;${V}&quot;`, V],
  ['js object', `{ user: 'app', password: '${V}' }`, V],
  ['js fallback', `const password = process.env.PASSWORD || '${V}';`, V],
  ['js template-free back ticks', `const password = \`${V}\`;`, V],
  ['ts annotation', `const password: string = '${V}';`, V],
  ['python dict', `config['password'] = '${V}'`, V],
  ['python keyword argument', `connect(host=h, password='${V}')`, V],
  ['python default', `os.getenv('DB_PASSWORD', '${V}')`, V],
  ['python bytes', `password = b'${V}'`, V],
  ['ruby hash', `:password => '${V}',`, V],
  ['php define', `define('DB_PASSWORD', '${V}');`, V],
  ['php array', `'password' => '${V}',`, V],
  ['go field', `Password:    "${V}",`, V],
  ['go short declaration', `password := "${V}"`, V],
  ['go var with a type', `var dbPassword string = "${V}"`, V],
  ['rust option', `password: Some("${V}".to_string()),`, V],
  ['c string array', `char password[32] = "${V}";`, V],
  ['c sharp', `private const string DbPassword = "${V}";`, V],
  ['setter', `user.setPassword("${V}");`, V],
  ['property setter', `System.setProperty("db.password", "${V}");`, V],
  ['java system property', `java -Ddb.password=${V} -jar app.jar`, V],
  ['docker run', `docker run -e DB_PASSWORD=${V} image`, V],
  ['dockerfile', `ENV DB_PASSWORD=${V}`, V],
  ['flag with a space', `deploy --password ${V} --now`, V],
  ['flag with a sign', `deploy --password=${V} --now`, V],
  ['comparison', `if (password === '${V}') {`, V],
  ['connection string', `"Server=db;User Id=app;Password=${V};Encrypt=true"`, V],
  ['dsn', `"host=db user=app password=${V} sslmode=disable"`, V],
  ['url userinfo', `redis://:${V}@cache:6379/0`, V],
  ['url query', `https://api.internal/feed?access_token=${K}&page=2`, K],
  ['basic header', `Authorization: Basic ${B}`, B],
  ['bearer header', `Authorization: Bearer ${K}`, K],
  ['token header', `Authorization: Token ${K}`, K],
  ['curl', `curl -s -u app:${V} https://api.internal/`, V],
  ['mysql', `mysql -h db -uroot -p${V} app`, V],
  ['sshpass', `sshpass -p '${V}' ssh app@host`, V],
  ['sql', `CREATE USER app IDENTIFIED BY '${V}';`, V],
  ['sql role', `ALTER ROLE app WITH PASSWORD '${V}';`, V],
  ['powershell', `ConvertTo-SecureString "${V}" -AsPlainText -Force`, V],
  ['name and value over two lines', `- name: DB_PASSWORD\n  value: ${V}`, V],
  ['netrc over lines', `machine host\n  login app\n  password ${V}`, V],
  ['markdown', `**Password**: ${V}`, V],
];

describe('each syntax', () => {
  test.each(syntaxes)('%s', (_, text, secret) => {
    expect(findCounting(text).map((found) => found.secret)).toContain(secret);
  });
});

const quiet: readonly string[] = [
  'password = get_password(user)',
  'password = self.password',
  'password: string;',
  'password?: string | null;',
  'func login(user string, password string) error {',
  'const password = props.password;',
  'password = os.environ["DB_PASSWORD"]',
  'password = "${DB_PASSWORD}"',
  'password: {{ vault_password }}',
  'password: ${{ secrets.DB_PASSWORD }}',
  'password = "%s" % value',
  'password=<your password>',
  'PASSWORD=$1',
  'DB_PASSWORD=',
  'password: null',
  'password = ""',
  'const password = /^(?=.*[a-z])[A-Za-z0-9]{8,}$/;',
  '{ password: /[A-Z]+x9Kq\\d/i, name: /a/ }',
  'password = "************"',
  'password = "xxxxxxxx"',
  'password = "changeme"',
  'password = "your-password-here"',
  'password = "password123"',
  '"password": "Passwords must have eight characters"',
  '"password.reset.title": "Choose another password"',
  'passwordField: "current"',
  'password_hash = "$2b$12$abcdefghijklmnopqrstuv"',
  'password_file = "/run/secrets/db"',
  'label_password: Kennwort',
  'token = lexer.nextToken()',
  'tokenizer = "wordpiece-v2"',
  'token: "access_token"',
  'key: "user.profile.title"',
  'primary_key = "account_id"',
  'api_key: process.env.API_KEY,',
  'secretName: web-tls',
  'publicKey = "q8Zr2LmV5tXc9Bn4KwJ7pYs1Hd6Fg3"',
  'https://example.com:8080/path@v2',
  'https://user:password@example.com/',
  'https://$USER:$PASS@example.com/',
  'Authorization: Bearer <token>',
  'the basic structure of the document',
  'curl -u "$USER:$PASS" https://api.internal/',
  'import { password } from "./prompts"',
  '["name", "password", "email", "phone"]',
  'monkey = "bananaSplit42"',
];

describe('quiet', () => {
  test.each(quiet)('%s', (text) => {
    expect(findCounting(text)).toEqual([]);
  });
});

test('placeholders are kept, marked as made up', () => {
  expect(findAll('password = "changeme"').map((found) => found.madeUp)).toEqual(['placeholder']);
});
