import SwiftASN1
import X509

/// The rest of RFC 5280: versions, the length of the path, and the name constraints of all names.
struct ChainPolicy: VerifierPolicy {
  let report: DistrustReport
  private var rules = RFC5280Policy()

  /// Without a demand for a policy of one's own, any that a certificate names will do (RFC 5280 6.1.1).
  private static let certificatePolicies: ASN1ObjectIdentifier = [2, 5, 29, 32]

  init(report: DistrustReport) { self.report = report }

  var verifyingCriticalExtensions: [ASN1ObjectIdentifier] {
    rules.verifyingCriticalExtensions + [Self.certificatePolicies]
  }

  mutating func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
    // A server's certificate that is trusted by itself need not be an authority, nor has it an issuer that binds it.
    if chain.count == 1 { return .meetsPolicy }
    guard case .failsToMeetPolicy(let reason) = rules.chainMeetsPolicyRequirements(chain: chain),
      !Self.isJudgedElsewhere(reason.description)
    else { return .meetsPolicy }
    return report.reject(.brokenChain(Self.words(reason.description)))
  }

  /// Whether the library has met constraints of a kind that it does not compare, and so refuses. It asks for names last, and
  /// `ConstraintPolicy` has compared all of them. A name of the chain can be in a reason, but not where these words are.
  private static func isJudgedElsewhere(_ reason: String) -> Bool {
    reason == "RFC5280Policy: directoryName name constraints are not supported."
      || reason.hasPrefix("RFC5280Policy: Unable to validate ")
        && reason.hasSuffix(", unsupported constraint")
  }

  /// The library's reason holds whole certificates, so only its kind is reported.
  private static func words(_ reason: String) -> String {
    if reason.contains("maximum path length") { return "more authorities than one of them allows" }
    if reason.contains("version") { return "a certificate of version 1 has extensions" }
    return "a name is outside the constraints of an authority, or these cannot be read"
  }
}
