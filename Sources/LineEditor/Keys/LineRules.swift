/// What keeps the bytes of a line apart from what readline makes of them: NULs, commands that were pasted, and how many there can be.
struct LineRules {
  /// The most bytes of a line.
  let limit: Int
  var nuls = NulStandIn()
  var pastes: PasteGuard

  /// Begins a new line.
  mutating func forget() {
    nuls = NulStandIn()
    pastes.forget()
  }
}
