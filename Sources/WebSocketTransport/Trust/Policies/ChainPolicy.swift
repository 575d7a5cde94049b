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
    guard case .failsToMeetPolicy(let reason) = rules.chainMeetsPolicyRequirements(chain: chain) else {
      return .meetsPolicy
    }
    return report.reject(.brokenChain(Self.words(reason.description)))
  }

  /// The library's reason holds whole certificates, so only its kind is reported.
  private static func words(_ reason: String) -> String {
    if reason.contains("maximum path length") { return "more authorities than one of them allows" }
    if reason.contains("version") { return "a certificate of version 1 has extensions" }
    if reason.contains("directoryName name constraints are not supported") {
      return uncheckedWords("directory names")
    }
    if reason.contains("unsupported constraint") { return uncheckedWords("mail addresses or the like") }
    return "a name is outside the constraints of an authority, or these cannot be read"
  }

  /// The library checks constraints of hosts, addresses and URIs alone, and RFC 5280 4.2.1.10 has what is not checked refused.
  private static func uncheckedWords(_ kind: String) -> String {
    "an authority has name constraints of \(kind), which are not checked here and so are not trusted"
  }
}
