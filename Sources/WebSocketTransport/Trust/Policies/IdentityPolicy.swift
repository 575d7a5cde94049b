import SwiftASN1
import X509

/// The server's certificate is for the name or address of the URL, by its alternative names alone (RFC 9525 6).
struct IdentityPolicy: VerifierPolicy {
  let name: ServerName
  let report: DistrustReport
  let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [.X509ExtensionID.subjectAlternativeName]

  func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
    guard let names = try? chain.leaf.extensions.subjectAlternativeNames, !names.isEmpty else {
      return report.reject(.noName(wanted: name.text))
    }
    if name.isAmong(names) { return .meetsPolicy }
    return report.reject(.wrongName(names.map(Self.text), wanted: name.text))
  }

  private static func text(_ name: GeneralName) -> String {
    switch name {
    case .dnsName(let text), .rfc822Name(let text), .uniformResourceIdentifier(let text): text.clipped
    case .ipAddress(let address): ServerName.text(address.bytes)
    default: "a name of another kind"
    }
  }
}
