import SwiftASN1
import X509

/// Each certificate below the anchor that limits its purpose is for servers (RFC 5280 4.2.1.12).
struct PurposePolicy: VerifierPolicy {
  let report: DistrustReport
  let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [.X509ExtensionID.extendedKeyUsage]

  func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
    let judged = chain.count == 1 ? chain[...] : chain.dropLast()
    for (depth, certificate) in judged.enumerated() {
      guard let usage = try? certificate.extensions.extendedKeyUsage else {
        // An extension that cannot be read limits the purpose to one that is not known.
        if certificate.extensions[oid: .X509ExtensionID.extendedKeyUsage] == nil { continue }
        return report.reject(.wrongPurpose(certificate.holder(depth)))
      }
      guard usage.contains(.serverAuth) || usage.contains(.any) else {
        return report.reject(.wrongPurpose(certificate.holder(depth)))
      }
    }
    return .meetsPolicy
  }
}
