/**
 * Values that everybody knows: samples of documentation and standards, keys that emulators, SDK tests and public demonstrations share.
 * Kept as the first 8 bytes of their SHA-256 (hex), never as themselves; of a PEM block the first 64 characters of its base64 are
 * hashed. Passwords that a person might have chosen anyway are not here: being printed somewhere does not take them out of use.
 */
import { sha256Hex } from './sha256.ts';

/** Where published → hashes, in no order that means anything. */
const published: Readonly<Record<string, string>> = {
  'Algolia public demo': 'f7e7896182dcde5d',
  'Azure Cosmos DB emulator': 'aa6547439583c3a2',
  'Azurite emulator': '0011cc25eb432071',
  'Braintree documentation': '24da5cc934572b30',
  'Cloudflare documentation': '2cd1f6f312c5f208 5d7b5f2a9e44137c 5e6a8235e121de87',
  'digest of nothing': '07e23ede2756aa3f 2a5049ed45b47005 cd372fb85148700f f215faf9d88b7f0a',
  'DigitalOcean documentation': 'fcd1f7d0fa693e92',
  'Discord documentation': '416831fc9be4e694 8cbf5eb61866cb1b',
  'Elasticsearch documentation': 'a0cc17dae7500395 bae4305b5588c03f',
  'FIPS 197 and SP 800-38A (AES)': '2ef2503d964e9668 837e8e636d452b61 c12ce25303a023aa',
  'Firebase SDK tests':
    '0b476bdf9acf2123 1597ab82f0c3904d 2037abcaffb2b777 27a9a42931dff7eb 281cbc35f6814ed4 2e6c5d746bbd2a79 37f8f09bdf12c2f2 3a8b61d0f636b007 3b89dcd2f96161db 3d12d5fd096bdc9c 3f370c9dd8225c63 49f777db995e8260 4c1bbecaca974491 4c98242dcadc8b29 561c359df17fbbb0 59bdf2cf533b73f0 6ca6473b42d9c17e 85df9d8f90245d61 8731261cb72d8626 8cffd38024ea0537 a19f89ab3555eac1 a6c814bc555ae62c dc0fcf046c61640c df824817ace55ed7 e4a5542bb7fd7b67 ea9bb1082cf95663 eb540d2b6ee2a0a4 f56e323494a6ffc2 fe686096b4987fed',
  'Ganache accounts': '424742fc6538f5e7',
  'GitHub documentation': '3543c50b0cb9cea8 82e74299544e0073 86007eb367696d32 bc3ae723f57c6b9e',
  'GitLab documentation': '91fa4af81aa08ddd',
  'Google Authenticator wiki': '8be5d113c0871ce1 d3873980f248ddeb',
  'Google Maps samples': '4486dba803eb60f0 e4902a0b38812b15',
  'Google OAuth documentation': '70315961d7e8721f',
  'GOV.UK and GC Notify documentation': '5dfe0d8d8e6caf63 60022d51660847c4 a6d326bc8f120786',
  'Hardhat and Anvil accounts': '095101cf732c298a 60a09e4357868c1e 8335c55334821eef bb4978fbe7638de8 bc1a50966c9e6486',
  'Mailgun documentation': '9c846fdf0fa8955c',
  'Mapbox examples': '3e01926f5e2cc7f3',
  // In every connection string of the manual and of what was copied from it; odd enough that nobody chooses it anew.
  'MongoDB manual': '412a54cd6f4c7f28',
  'NuGet documentation': 'a0702bc91d699f60 dba72c00f41f4e4c',
  'OpenWeather documentation': '359e126884663749 e41b28a23462ec7c',
  'reCAPTCHA documentation': '03b970ed8171d73b f5e95c9954635b65',
  'RFC 5849 (OAuth 1.0)':
    '649e1f5c769e718b 80f8b7c904d4a43f b87dad10a32a2d81 c20fbc2b96183894 cb87c87e4a138d9a ce278820938cb5fc',
  'RFC 6749 (OAuth 2.0)':
    '00cf4c781dc37003 53f5da0aaa93d64c 584b27d64ebc1b33 6c96130f130ab0d6 a35b81a7d7927b70 ca7459e2b26776de e9974c507d2a8021',
  'RFC 6750 (Bearer)': '3e6099e82cea8b70 b8e148545b13c78b',
  'RFC 7515 (JWS)': '5ccf2edb4f070f0b 8b1b17a9740c068a 8d4ef6536dc8895f',
  'RFC 7517 (JWK)': '57afc11665beb68d a45404ae333dd955',
  'RFC 7617 (Basic)': '687da00b09c83361 cf4d418ed3de92d7',
  'RFC 8037 (Ed25519 in JOSE)': '190edf59d5736c3b',
  'SendGrid documentation': '02091175c1ae3023',
  'Slack documentation': '6adbfd178516c8ef',
  'Stripe documentation': '2cafc0970149a84f 5895b89c8fb33402 b1471f544ceeea31 f2d6ca16515033e5',
  'Tailscale documentation': '3b27e79a6d4dcff8 980f49562833f036 9941070c461e6cd7 c6b1786afe683d3b f78c89693dd0b9ef',
  'Telegram Bot API': '0b5dd075ccdd03c4 731fa294d036e54f',
  'Twitter documentation': '00b3dc640c9c99fc 0e04efa6bc7d2d51 5aac38e542b76b97 8e0628300c16fe38',
  'Vagrant insecure key': 'eca7c0796c0d2871',
  'Yarn search page': '2f21fd9c81678e39',
};

const hashDigits = 16;
let places: Map<string, string> | null = null;

/** Where `value` was published, or null. */
export function publishedBy(value: string): string | null {
  if (places === null) {
    places = new Map();
    for (const [place, hashes] of Object.entries(published)) {
      for (const hash of hashes.split(' ')) places.set(hash, place);
    }
  }
  return places.get(sha256Hex(Buffer.from(value, 'latin1')).slice(0, hashDigits)) ?? null;
}
