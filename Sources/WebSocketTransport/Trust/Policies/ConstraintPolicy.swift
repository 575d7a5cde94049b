import SwiftASN1
import X509

/// No authority of the chain is barred from vouching for the very name that is wanted (RFC 5280 4.2.1.10).
///
/// The verifier holds the constraints against the certificate's names alone, among which a wildcard covers hosts that an
/// authority must not vouch for.
struct ConstraintPolicy: VerifierPolicy {
  let name: ServerName
  let report: DistrustReport
  let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [.X509ExtensionID.nameConstraints]

  func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
    for authority in chain.dropFirst() where !allows(authority) {
      return report.reject(
        .outsideConstraints(authority: authority.subject.shortName, name: name.text))
    }
    return .meetsPolicy
  }

  private func allows(_ authority: Certificate) -> Bool {
    do {
      guard let constraints = try authority.extensions.nameConstraints else { return true }
      switch name {
      case .dns(let name):
        return Self.allows(constraints.permittedDNSDomains, constraints.excludedDNSDomains) {
          Self.isWithin(name, $0.lowercased())
        }
      case .address(let address):
        return Self.allows(constraints.permittedIPRanges, constraints.excludedIPRanges) {
          Self.isWithin(address, Array($0.bytes))
        }
      }
    } catch {
      return false
    }
  }

  private static func allows<Constraint>(
    _ permitted: some Collection<Constraint>, _ excluded: some Collection<Constraint>,
    _ covers: (Constraint) -> Bool
  ) -> Bool {
    (permitted.isEmpty || permitted.contains(where: covers)) && !excluded.contains(where: covers)
  }

  /// A domain covers itself and all below it; one with a dot in front only those below.
  private static func isWithin(_ name: String, _ domain: String) -> Bool {
    if domain.isEmpty || name == domain { return true }
    return name.hasSuffix(domain.hasPrefix(".") ? domain : "." + domain)
  }

  /// A range is an address and as many bytes of its mask.
  private static func isWithin(_ address: [UInt8], _ range: [UInt8]) -> Bool {
    guard range.count == address.count * 2 else { return false }
    return address.indices.allSatisfy {
      address[$0] & range[address.count + $0] == range[$0] & range[address.count + $0]
    }
  }
}
