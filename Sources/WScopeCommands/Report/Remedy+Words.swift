import WebSocketTransport

extension Remedy {
  /// What to try, in the words of the program's options.
  var words: String {
    let unverified = "go on without verification (-k)"
    return switch self {
    case .checkName: "is the name spelled right?"
    case .allowAnyFamily: "without -4 and -6, any address will do"
    case .chooseLocalEnd: "--interface takes the name or an address of an interface of this machine"
    case .checkServer: "is a server listening there?"
    case .trustProxy:
      "name its authority (SSL_CERT_FILE), or go on without verification of the proxy (--proxy-insecure)"
    case .checkProxy: "is a proxy listening there?"
    case .allowMoreTime: "give it more time with --connect-timeout"
    case .connectToProxyWithoutTLS: "does the proxy speak plain HTTP (--proxy http://HOST:PORT)?"
    case .connectWithoutTLS: "does the port speak plain ws://?"
    case .checkHost: "check the host in the URL (or --verify-name), or \(unverified)"
    case .checkClock: "is this machine's clock right? If so, only its owner can replace it; or \(unverified)"
    case .trustAuthority: "name its authority (--ca FILE), or \(unverified)"
    case .trustOtherAuthorities: "what --ca names does not vouch for it; give another, or \(unverified)"
    case .installAuthorities:
      "install its authorities (ca-certificates), name one (--ca FILE), or \(unverified)"
    case .askOwner: "only the server's owner can fix this; or \(unverified)"
    case .replaceCertificate: "only its owner can fix this"
    case .giveCertificate: "give one with --cert FILE and --key FILE"
    case .giveOtherCertificate: "give one that it accepts with --cert FILE and --key FILE"
    case .giveCertificateIfDemanded: "does it demand a certificate of ours (--cert FILE, --key FILE)?"
    case .trustOurAuthority: "does the client trust the authority of --cert?"
    case .convertToPEM: "openssl x509 or openssl pkey with -inform DER, or openssl pkcs12, writes one"
    case .decryptKey: "openssl pkey -in FILE -out NEWFILE asks for its password and decrypts it"
    case .writeAsPEM: "openssl pkcs12 -in FILE -out NEWFILE may read it, and writes PEM"
    case .allowOlderTLS: "--tls-min 1.0 allows older ones, which are not safe"
    case .givePassphrase: "give it with --passphrase-file FILE or --passphrase-env NAME, or run on a terminal"
    case .changePin: "if the server has a new key, give its pin to --pin"
    case .nameByHash: "openssl rehash gives them those names"
    case .putCertificateFirst: "the certificate comes first in its file, and those that vouch for it follow"
    case .chooseLocalAddress: "an address of this machine is expected, or * for all"
    case .chooseFreePort: "port 0 takes any that is free"
    case .chooseOtherPath: "only a socket that nothing listens on is replaced"
    case .raiseFileLimit: "raise the limit on open files (ulimit -n)"
    }
  }
}
