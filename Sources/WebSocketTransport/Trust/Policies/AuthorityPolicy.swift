import SwiftASN1
import X509

/// Every issuer is an authority: by basic constraints, and by key usage where it has that (RFC 5280 4.2.1.9, 4.2.1.3).
///
/// swift-certificates asks no basic constraints of a certificate of version 1 and does not look at the key usage.
struct AuthorityPolicy: VerifierPolicy {
  let report: DistrustReport
  let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [
    .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage,
  ]

  func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
    for (index, issuer) in chain.enumerated().dropFirst() {
      let isAnchor = index == chain.count - 1
      guard Self.isAuthority(issuer, isAnchor: isAnchor) else {
        return report.reject(.notAnAuthority(issuer.subject.shortName))
      }
    }
    return .meetsPolicy
  }

  /// An anchor of version 1, which has no place for the constraint, is an authority because it is trusted.
  private static func isAuthority(_ issuer: Certificate, isAnchor: Bool) -> Bool {
    do {
      if let usage = try issuer.extensions.keyUsage, !usage.keyCertSign { return false }
      if case .isCertificateAuthority? = try issuer.extensions.basicConstraints { return true }
      return isAnchor && issuer.version == .v1
    } catch {
      return false
    }
  }
}
