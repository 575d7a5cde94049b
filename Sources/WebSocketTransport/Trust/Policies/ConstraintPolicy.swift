import SwiftASN1
import X509

/// No authority of the chain is barred from vouching for the name that is wanted, nor for any name of a certificate below it (RFC 5280
/// 4.2.1.10).
///
/// The wanted name counts by itself, because a wildcard of the certificate can cover hosts that an authority must not vouch for.
struct ConstraintPolicy: VerifierPolicy {
  let name: ServerName
  let report: DistrustReport
  let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [.X509ExtensionID.nameConstraints]

  /// The most comparisons for one authority, as in OpenSSL: a server chooses how many names there are.
  private static let comparisonLimit = 1 << 20

  func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
    let certificates = Array(chain)
    for (depth, authority) in certificates.enumerated().dropFirst() {
      do {
        guard let constraints = try authority.extensions.nameConstraints else { continue }
        let bounds = try NameBounds(constraints)
        let names = try [name.general] + Self.names(of: certificates[..<depth])
        guard names.count * bounds.count <= Self.comparisonLimit else {
          return report.reject(.brokenChain("there are more names and constraints than can be compared"))
        }
        if let other = names.first(where: { !bounds.allow($0) }) {
          return report.reject(
            .outsideConstraints(authority: authority.subject.shortName, name: other.words))
        }
      } catch {
        return report.reject(.brokenChain("a name, or a constraint of names, cannot be read"))
      }
    }
    return .meetsPolicy
  }

  /// All names of these certificates; an authority's own new certificate is not bound, unless it is the server's.
  private static func names(of certificates: ArraySlice<Certificate>) throws -> [GeneralName] {
    try certificates.enumerated().flatMap { depth, certificate -> [GeneralName] in
      if depth > 0, certificate.subject == certificate.issuer { return [] }
      let subject = certificate.subject
      let mailboxes = subject.joined().filter { $0.type == .RDNAttributeType.emailAddress }
        .map { GeneralName.rfc822Name(String($0.value) ?? "") }
      return try (subject.isEmpty ? [] : [.directoryName(subject)]) + mailboxes
        + (certificate.extensions.subjectAlternativeNames.map(Array.init) ?? [])
    }
  }
}
