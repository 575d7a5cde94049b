import SwiftASN1
import X509

/// No signature that the trust rests on uses SHA-1 (RFC 9155); an anchor's own is not one of them.
///
/// Other weak signatures, and RSA keys under 2048 bits, are never read as far as here.
struct StrengthPolicy: VerifierPolicy {
  let report: DistrustReport
  let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = []

  func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
    for (depth, certificate) in chain.dropLast().enumerated()
    where certificate.signatureAlgorithm == .sha1WithRSAEncryption {
      return report.reject(.weakSignature(certificate.holder(depth), hash: "SHA-1"))
    }
    return .meetsPolicy
  }
}
