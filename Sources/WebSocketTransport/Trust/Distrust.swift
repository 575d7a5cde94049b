/// Why a server's certificate is not trusted: one cause.
enum Distrust: Hashable, Sendable {
  /// Whose certificate is at fault.
  enum Holder: Hashable, Sendable {
    case server
    /// An authority of the chain, by its name.
    case authority(String)
  }

  case noCertificate
  /// The system has no store of authorities.
  case noAnchors
  case unreadable(Holder)
  /// An RSA key under 2048 bits.
  case weakKey(Holder, bits: Int)
  /// A hash that can be forged.
  case weakSignature(Holder, hash: String)
  /// The object identifier of an algorithm that cannot be checked.
  case unsupportedSignature(Holder, algorithm: String)
  case expired(Holder, on: String)
  case notYetValid(Holder, before: String)
  /// It issued a certificate of the chain, and its own does not make it an authority.
  case notAnAuthority(String)
  /// The extended key usage does not include servers.
  case wrongPurpose(Holder)
  /// The authority may not vouch for the name.
  case outsideConstraints(authority: String, name: String)
  case unknownCriticalExtension(Holder, identifier: String)
  /// Another rule of RFC 5280.
  case brokenChain(String)
  /// The certificate is for others; these are their names.
  case wrongName([String], wanted: String)
  /// There is no alternative name at all.
  case noName(wanted: String)
  case selfSigned
  /// The chain ends at an authority that the server sent, and that is not trusted.
  case untrustedRoot(String)
  /// The issuer is neither trusted nor sent.
  case unknownIssuer(Holder, issuer: String)
  /// The server's key, by its pin, is not among those that are demanded.
  case wrongPin(key: String)
  /// The issuer's key did not make the signature.
  case forged(Holder, issuer: String)

  /// The sentence, and what to try where trust comes from `policy`. `peer` is what the sentence calls the other end.
  func error(_ policy: TrustPolicy, at peer: String = Self.server) -> TransportError {
    TransportError(.notTrusted, sentence(at: peer), remedy: remedy(policy))
  }

  /// What a sentence calls a server.
  static let server = "the server"

  /// One sentence, without a full stop.
  var sentence: String { sentence(at: Self.server) }

  private func sentence(at peer: String) -> String {
    switch self {
    case .noCertificate: "\(peer) sent no certificate"
    case .noAnchors: "the system has no store of authorities, so no certificate is trusted"
    case .unreadable(let holder): "\(holder.words(at: peer)) cannot be read as X.509 with a known kind of key"
    case .weakKey(let holder, let bits):
      "\(holder.words(at: peer)) has an RSA key of \(bits) bits, expected at least \(CertificateOutline.leastRSABits)"
    case .weakSignature(let holder, let hash):
      "\(holder.words(at: peer)) is signed with \(hash), which can be forged"
    case .unsupportedSignature(let holder, let algorithm):
      "\(holder.words(at: peer)) is signed with the algorithm \(algorithm), which cannot be checked"
    case .expired(let holder, let date): "\(holder.words(at: peer)) expired on \(date)"
    case .notYetValid(let holder, let date): "\(holder.words(at: peer)) is not valid before \(date)"
    case .notAnAuthority(let name):
      "\(name) issued a certificate of \(peer)'s chain and is not an authority (RFC 5280 4.2.1.9, 4.2.1.3)"
    case .wrongPurpose(let holder):
      "\(holder.words(at: peer)) is not meant for servers: its extended key usage lacks serverAuth"
    case .outsideConstraints(let authority, let name):
      "the authority \(authority) may not vouch for \(name) (name constraints, RFC 5280 4.2.1.10)"
    case .unknownCriticalExtension(let holder, let identifier):
      "\(holder.words(at: peer)) has the critical extension \(identifier), which cannot be checked"
    case .brokenChain(let words): "\(peer)'s chain of certificates breaks RFC 5280: \(words)"
    case .wrongName(let names, let wanted):
      "\(peer)'s certificate is for \(Self.list(names)), not for \(wanted)"
    case .noName(let wanted):
      "\(peer)'s certificate has no alternative name, so it is not for \(wanted); a common name does not count"
    case .selfSigned: "\(peer)'s certificate is self-signed and is not itself trusted"
    case .untrustedRoot(let name): "\(peer)'s certificate goes back to \(name), which is not trusted"
    case .unknownIssuer(let holder, let issuer):
      "\(holder.words(at: peer)) was issued by \(issuer), which is not trusted and whose own certificate \(peer) did not send"
    case .wrongPin(let key): "\(peer)'s key is \(key), which is not among those that are pinned"
    case .forged(let holder, let issuer):
      "\(holder.words(at: peer)) names \(issuer) as its issuer, whose key did not sign it"
    }
  }

  private func remedy(_ policy: TrustPolicy) -> Remedy {
    switch self {
    case .selfSigned, .untrustedRoot, .unknownIssuer, .forged:
      switch policy {
      case .file, .folder: return .trustOtherAuthorities
      case .system, .anyone: return .trustAuthority
      }
    case .wrongPin: return .changePin
    case .noAnchors: return .installAuthorities
    case .expired, .notYetValid: return .checkClock
    case .wrongName, .noName: return .checkHost
    default: return .askOwner
    }
  }

  /// The most names that a sentence lists.
  private static let listLimit = 4

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(listLimit).joined(separator: ", ")
    return names.count > listLimit ? "\(shown) and \(names.count - listLimit) more" : shown
  }
}

extension Distrust.Holder {
  fileprivate func words(at peer: String) -> String {
    switch self {
    case .server: "\(peer)'s certificate"
    case .authority(let name): "the certificate of \(name) in \(peer)'s chain"
    }
  }
}
