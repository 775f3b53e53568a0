/** How code of each kind takes a value from its environment: two or three lines in the file's own language. */

export interface Snippet {
  readonly language: string;
  readonly lines: readonly string[];
  /** True: this kind of file takes the name from elsewhere, the lines belong into the code. */
  readonly settings: boolean;
}

type Write = (name: string) => readonly string[];

interface Language {
  readonly language: string;
  /** Tested against the path's last part. */
  readonly files: RegExp;
  readonly write: Write;
  readonly settings?: boolean;
}

const missing = (name: string): string => `${name} is not set`;

const languages: readonly Language[] = [
  {
    language: 'a GitHub workflow',
    files: /^\.github\/workflows\/.*\.ya?ml$/,
    write: (name) => ['env:', `  ${name}: \${{ secrets.${name} }}`],
  },
  {
    language: 'GitLab CI',
    files: /(?:^|\/)\.gitlab-ci\.ya?ml$/,
    write: (name) => [`script:`, `  - ./deploy   # $${name} is there: Settings, CI/CD, Variables`],
  },
  {
    language: 'Docker Compose',
    files: /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/,
    write: (name) => ['environment:', `  ${name}: \${${name}:?}`],
  },
  {
    language: 'a Dockerfile',
    files: /(?:^|\/)(?:[^/]*\.)?(?:Dockerfile|Containerfile)[^/]*$/i,
    write: (name) => [
      `# at build time only: docker build --secret id=${name} .`,
      `RUN --mount=type=secret,id=${name} ./use "$(cat /run/secrets/${name})"`,
    ],
  },
  {
    language: 'Terraform',
    files: /\.tf(?:vars)?$/,
    write: (name) => [
      `variable "${name.toLowerCase()}" {`,
      '  type      = string',
      '  sensitive = true',
      `}   # from TF_VAR_${name.toLowerCase()}`,
    ],
  },
  {
    language: 'JavaScript',
    files: /\.(?:[cm]?[jt]sx?|vue|svelte)$/,
    write: (name) => [`const value = process.env.${name};`, `if (!value) throw new Error('${missing(name)}');`],
  },
  {
    language: 'Python',
    files: /\.(?:py|ipynb)$/,
    write: (name) => ['import os', `value = os.environ["${name}"]`],
  },
  {
    language: 'Ruby',
    files: /\.(?:rb|rake|erb)$|(?:^|\/)(?:Rake|Gem)file$/,
    write: (name) => [`value = ENV.fetch("${name}")`],
  },
  {
    language: 'Go',
    files: /\.go$/,
    write: (name) => [`value, ok := os.LookupEnv("${name}")`, 'if !ok {', `	log.Fatal("${missing(name)}")`, '}'],
  },
  {
    language: 'Java',
    files: /\.java$/,
    write: (name) => [`String value = java.util.Objects.requireNonNull(System.getenv("${name}"), "${missing(name)}");`],
  },
  {
    language: 'Kotlin',
    files: /\.(?:kts?|gradle)$/,
    write: (name) => [`val value = System.getenv("${name}") ?: error("${missing(name)}")`],
  },
  { language: 'Scala', files: /\.(?:scala|sbt)$/, write: (name) => [`val value = sys.env("${name}")`] },
  {
    language: 'C#',
    files: /\.cs$/,
    write: (name) => [
      `var value = Environment.GetEnvironmentVariable("${name}")`,
      `    ?? throw new InvalidOperationException("${missing(name)}");`,
    ],
  },
  {
    language: 'PHP',
    files: /\.(?:php|phtml)$/,
    write: (name) => [`$value = getenv('${name}') ?: throw new RuntimeException('${missing(name)}');`],
  },
  {
    language: 'Rust',
    files: /\.rs$/,
    write: (name) => [`let value = std::env::var("${name}").expect("${missing(name)}");`],
  },
  {
    language: 'Swift',
    files: /\.swift$/,
    write: (name) => [
      `guard let value = ProcessInfo.processInfo.environment["${name}"] else {`,
      `    fatalError("${missing(name)}")`,
      '}',
      '// Not in an app that users install: what it holds, they hold. Ask a server.',
    ],
  },
  { language: 'Elixir', files: /\.exs?$/, write: (name) => [`value = System.fetch_env!("${name}")`] },
  {
    language: 'C',
    files: /\.(?:c|h|cc|cpp|hpp)$/,
    write: (name) => [`const char *value = getenv("${name}");`, 'if (!value) abort();'],
  },
  { language: 'the shell', files: /\.(?:sh|bash|zsh)$/, write: (name) => [`: "\${${name}:?${missing(name)}}"`] },
  {
    language: 'PowerShell',
    files: /\.psm?1$/,
    write: (name) => [`$value = $env:${name}`, `if (-not $value) { throw '${missing(name)}' }`],
  },
  {
    language: 'Spring',
    files: /\.properties$|(?:^|\/)application[^/]*\.ya?ml$/,
    write: (name) => [`app.${name.toLowerCase().replaceAll('_', '-')}=\${${name}}`],
  },
  {
    language: 'Kubernetes or other YAML',
    files: /\.ya?ml$/,
    write: (name) => [
      'env:',
      `  - name: ${name}`,
      '    valueFrom:',
      `      secretKeyRef: {name: app, key: ${name}}`,
      '# the Secret itself comes from a store (External Secrets, SOPS), not from git',
    ],
  },
  {
    language: 'Node.js',
    files: /(?:^|\/)\.env[^/]*$|\.env$/,
    write: (name) => [
      `# .env.example, committed: ${name}=`,
      `const value = process.env.${name};   // Python: os.environ["${name}"]`,
    ],
    settings: true,
  },
];

const fallback: Language = {
  language: 'your language',
  files: /$/,
  write: (name) => [`read the environment variable ${name} when the program starts, and end if it is not set`],
  settings: true,
};

/** `path` as git has it, with `/`. */
export function snippetFor(path: string | null, name: string): Snippet {
  const { language, write, settings = false } = languages.find(({ files }) => files.test(path ?? '')) ?? fallback;
  return { language, lines: write(name), settings };
}
