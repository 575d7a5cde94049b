import SwiftASN1

/// What can be said of any certificate, one whose key or signature is too weak to be used included (RFC 5280 4.1).
struct CertificateOutline {
  /// The subject as it is encoded, by which an issuer is found.
  let subject: [UInt8]
  /// The issuer as it is encoded.
  let issuer: [UInt8]
  /// The first and the last moment of its validity.
  let validity: [ASN1Node]
  /// The SubjectPublicKeyInfo as it is encoded.
  let publicKey: [UInt8]
  /// The algorithm of the issuer's signature.
  let signatureAlgorithm: ASN1ObjectIdentifier
  /// The length of the modulus in bits; nil for a key that is not RSA.
  let rsaBits: Int?

  /// Shorter RSA keys are not trusted (CA/Browser Forum Baseline Requirements 6.1.5).
  static let leastRSABits = 2048

  /// The hash of a signature that can be forged; nil for any other.
  var weakHash: String? {
    switch signatureAlgorithm {
    case [1, 2, 840, 113_549, 1, 1, 2]: "MD2"
    case [1, 2, 840, 113_549, 1, 1, 4]: "MD5"
    case [1, 2, 840, 113_549, 1, 1, 5], [1, 2, 840, 10045, 4, 1]: "SHA-1"
    default: nil
    }
  }

  /// Whether the signature is of ECDSA or RSA (PKCS #1 1.5) with SHA-2, or of Ed25519, which can be checked.
  var hasKnownSignature: Bool {
    let known: [ASN1ObjectIdentifier] = [
      [1, 2, 840, 10045, 4, 3, 2], [1, 2, 840, 10045, 4, 3, 3], [1, 2, 840, 10045, 4, 3, 4],
      [1, 2, 840, 113_549, 1, 1, 11], [1, 2, 840, 113_549, 1, 1, 12], [1, 2, 840, 113_549, 1, 1, 13],
      [1, 3, 101, 112],
    ]
    return known.contains(signatureAlgorithm)
  }

  /// Throws when the bytes are not a certificate.
  init(der: [UInt8]) throws {
    let parts = try Self.children(DER.parse(der))
    var body = try Self.children(parts.first)[...]
    // The version is written only where it is not 1.
    if body.first?.identifier == ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific) {
      body.removeFirst()
    }
    let fields = Array(body)
    guard parts.count == 3, fields.count >= 6, let algorithm = try Self.children(parts[1]).first else {
      throw ASN1Error.invalidASN1Object(reason: "not a certificate")
    }
    issuer = Array(fields[2].encodedBytes)
    validity = try Self.children(fields[3])
    subject = Array(fields[4].encodedBytes)
    publicKey = Array(fields[5].encodedBytes)
    signatureAlgorithm = try ASN1ObjectIdentifier(derEncoded: algorithm)
    rsaBits = try Self.rsaBits(fields[5])
  }

  private static func rsaBits(_ keyInfo: ASN1Node) throws -> Int? {
    let parts = try children(keyInfo)
    guard parts.count == 2, let algorithm = try children(parts[0]).first,
      try ASN1ObjectIdentifier(derEncoded: algorithm) == [1, 2, 840, 113_549, 1, 1, 1]
    else { return nil }
    let key = try children(DER.parse(ASN1BitString(derEncoded: parts[1]).bytes))
    guard case .primitive(let modulus)? = key.first?.content else { return nil }
    let digits = modulus.drop { $0 == 0 }
    return digits.count * 8 - (digits.first?.leadingZeroBitCount ?? 0)
  }

  private static func children(_ node: ASN1Node?) throws -> [ASN1Node] {
    guard case .constructed(let nodes)? = node?.content else {
      throw ASN1Error.invalidASN1Object(reason: "not a sequence")
    }
    return Array(nodes)
  }
}
