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
    return report.reject(.wrongName(names.map(\.words), wanted: wanted(names)))
  }

  /// The URL's name; an address is called one where the certificate has a name that looks like it.
  private func wanted(_ names: SubjectAlternativeNames) -> String {
    let isLikeAName = names.contains {
      if case .dnsName(let text) = $0 { text.clipped == name.text } else { false }
    }
    return isLikeAName ? "the address \(name.text)" : name.text
  }

}
