import SwiftASN1
import X509

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Every certificate of the chain is valid now (RFC 5280 4.1.2.5).
struct ValidityPolicy: VerifierPolicy {
  let report: DistrustReport
  let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = []

  func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
    let now = Date()
    for (depth, certificate) in chain.enumerated() {
      if now > certificate.notValidAfter {
        return report.reject(.expired(certificate.holder(depth), on: Self.text(certificate.notValidAfter)))
      }
      if now < certificate.notValidBefore {
        return report.reject(
          .notYetValid(certificate.holder(depth), before: Self.text(certificate.notValidBefore)))
      }
    }
    return .meetsPolicy
  }

  /// `2026-11-27 00:00:00 UTC`.
  private static func text(_ date: Date) -> String {
    "\(date.formatted(.iso8601.dateTimeSeparator(.space)).dropLast()) UTC"
  }
}
