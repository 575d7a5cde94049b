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
    return report.reject(.wrongName(names.map(Self.text), wanted: wanted(names)))
  }

  /// The URL's name; an address is called one where the certificate has a name that looks like it.
  private func wanted(_ names: SubjectAlternativeNames) -> String {
    let isLikeAName = names.contains {
      if case .dnsName(let text) = $0 { text.clipped == name.text } else { false }
    }
    return isLikeAName ? "the address \(name.text)" : name.text
  }

  private static func text(_ name: GeneralName) -> String {
    switch name {
    case .dnsName(let text):
      // What looks like an address and is a name is for no address.
      if case .address = ServerName(host: text) { "the DNS name \(text.clipped)" } else { text.clipped }
    case .rfc822Name(let text), .uniformResourceIdentifier(let text): text.clipped
    case .ipAddress(let address): ServerName.text(address.bytes)
    default: "a name of another kind"
    }
  }
}
