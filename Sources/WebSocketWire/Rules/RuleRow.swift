/// A row of the catalogue.
struct RuleRow: Sendable {
  let clause: Clause
  let requirement: String
  let severity: Severity
  let closeCode: CloseCode?

  init(_ clause: Clause, _ requirement: String, _ closeCode: CloseCode?, severity: Severity = .error) {
    self.clause = clause
    self.requirement = requirement
    self.severity = severity
    self.closeCode = closeCode
  }
}
