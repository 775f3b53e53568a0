/** Where the new value should live, and how it gets there without standing in a command's arguments or in a file in git. */

export interface Store {
  readonly name: string;
  /** Puts the value in: asks for it, or reads standard input. */
  readonly put: string;
  /** Gives it to a program, or says how it gets there. */
  readonly use: string;
}

/** `app`: a short name for the repository, as a path component. */
export function storesFor(name: string, app: string): Store[] {
  // GitHub lets no secret's name begin like its own variables.
  const hubName = name.replace(/^GITHUB_/i, 'GH_');
  return [
    {
      name: 'GitHub Actions',
      put: `gh secret set ${hubName}`,
      use: `env: {${name}: \${{ secrets.${hubName} }}}`,
    },
    {
      name: 'GitLab CI',
      put: `glab variable set ${name} --masked --protected < VALUE`,
      use: `$${name} in every job of a protected branch`,
    },
    {
      name: 'AWS Secrets Manager',
      put: `aws secretsmanager create-secret --name ${app}/${name} --secret-string file:///dev/stdin`,
      use: `aws secretsmanager get-secret-value --secret-id ${app}/${name} --query SecretString --output text`,
    },
    {
      name: 'AWS SSM',
      put: `aws ssm put-parameter --type SecureString --name /${app}/${name} --value file:///dev/stdin`,
      use: `aws ssm get-parameter --with-decryption --name /${app}/${name} --query Parameter.Value --output text`,
    },
    {
      name: 'Vault',
      put: `vault kv put -mount=secret ${app} ${name}=-`,
      use: `vault kv get -mount=secret -field=${name} ${app}`,
    },
    {
      name: 'Doppler',
      put: `doppler secrets set ${name}`,
      use: 'doppler run -- ./start',
    },
    {
      name: 'SOPS',
      put: 'sops edit secrets.enc.yaml',
      use: "sops exec-env secrets.enc.yaml './start'",
    },
  ];
}
