import SwiftASN1
import X509

/// Judges a server's certificates by the URL's name or address, and the anchors that are trusted (RFC 5280 6, RFC 9525).
struct ServerVerifier: Sendable {
  let name: ServerName
  /// Asked only once there is a chain to judge, because the system's store takes time to read.
  let anchors: @Sendable () -> TrustAnchors

  /// More certificates than these are not looked at: the search for a path tries every way through them.
  static let longestChain = 16

  /// Why the chain, the server's own certificate first and each in DER, is not trusted; nil when it is.
  func distrust(of chain: [[UInt8]]) async -> Distrust? {
    guard let first = chain.first else { return .noCertificate }
    guard let leaf = try? Certificate(derEncoded: first) else { return Self.weakness(first, .server) }
    let others = chain.dropFirst().prefix(Self.longestChain - 1)
    let intermediates = others.compactMap { try? Certificate(derEncoded: $0) }
    let anchors = anchors()
    if anchors.isEmpty { return .noAnchors }
    let report = DistrustReport()
    var verifier = Verifier(rootCertificates: CertificateStore(custom: anchors)) {
      ValidityPolicy(report: report)
      StrengthPolicy(report: report)
      AuthorityPolicy(report: report)
      PurposePolicy(report: report)
      ConstraintPolicy(name: name, report: report)
      ChainPolicy(report: report)
      IdentityPolicy(name: name, report: report)
    }
    let result = await verifier.validate(leaf: leaf, intermediates: CertificateStore(intermediates))
    if case .validCertificate = result { return nil }
    if let reason = report.first { return reason }
    return Self.gap(
      from: leaf, Array(others), intermediates, anchors,
      understood: verifier.policy.verifyingCriticalExtensions)
  }

  /// Where the way from the server's certificate to an anchor breaks off; `sent` holds those that cannot be used as well.
  private static func gap(
    from leaf: Certificate, _ sent: [[UInt8]], _ intermediates: [Certificate], _ anchors: TrustAnchors,
    understood: [ASN1ObjectIdentifier]
  ) -> Distrust {
    var tip = leaf
    for depth in 0...intermediates.count + 1 {
      let holder = tip.holder(depth)
      if let strange = tip.extensions.first(where: { $0.critical && !understood.contains($0.oid) }) {
        return .unknownCriticalExtension(holder, identifier: "\(strange.oid)")
      }
      if tip.issuer == tip.subject, tip.publicKey.isValidSignature(tip.signature, for: tip) {
        return depth == 0 ? .selfSigned : .untrustedRoot(tip.subject.shortName)
      }
      let issuers = (anchors[tip.issuer] ?? []) + intermediates.filter { $0.subject == tip.issuer }
      if issuers.isEmpty {
        let weak = sent.first { $0.isCertificate(of: tip.issuer) } ?? anchors.unusable(tip.issuer)
        return weak.map { weakness($0, .authority(tip.issuer.shortName)) }
          ?? .unknownIssuer(holder, issuer: tip.issuer.shortName)
      }
      guard let issuer = issuers.first(where: { $0.publicKey.isValidSignature(tip.signature, for: tip) })
      else { return .forged(holder, issuer: tip.issuer.shortName) }
      tip = issuer
    }
    return .brokenChain("its certificates vouch for each other in a circle")
  }

  /// Why a certificate cannot be used at all.
  private static func weakness(_ der: [UInt8], _ holder: Distrust.Holder) -> Distrust {
    guard let outline = try? CertificateOutline(der: der) else { return .unreadable(holder) }
    if let bits = outline.rsaBits, bits < CertificateOutline.leastRSABits {
      return .weakKey(holder, bits: bits)
    }
    if let hash = outline.weakHash { return .weakSignature(holder, hash: hash) }
    return outline.hasKnownSignature
      ? .unreadable(holder) : .unsupportedSignature(holder, algorithm: "\(outline.signatureAlgorithm)")
  }
}

extension [UInt8] {
  /// Whether this is the DER of a certificate of that subject; those that can be used have been looked at before.
  fileprivate func isCertificate(of subject: DistinguishedName) -> Bool {
    var serializer = DER.Serializer()
    guard (try? serializer.serialize(subject)) != nil else { return false }
    return (try? CertificateOutline(der: self))?.subject == serializer.serializedBytes
  }
}
