import WebSocketWire

extension WireInvariants {
  /// Any bytes are a head: nothing of it is lost, every range lies inside, the rules never trap, and both roles answer the
  /// same however it is cut.
  public static func heads(_ input: [UInt8]) throws {
    let (choice, bytes) = choice(input)
    let limits = limits(choice)
    try inspect(HTTPHead(bytes))
    try InvariantBroken.unlessEqual(
      read([bytes], limit: limits.head), read(bytes.map { [$0] }, limit: limits.head), "the head")
    let machines: [() throws -> Connection] =
      WebSocketRole.allCases.map { role in
        { try Openings.fresh(role, subprotocols: ["chat"], limits: limits) }
      } + [
        {
          Connection(server: UpgradeTerms(), limits: limits) {
            .answer(HTTPResponse(.notFound, body: $0.failed.isEmpty ? "no" : "none"), reason: "no")
          }
        }
      ]
    for fresh in machines {
      let role = try fresh().role
      let (whole, out) = try run([bytes], fresh())
      let (cut, cutOut) = try run(pieces(of: bytes), fresh())
      try InvariantBroken.unlessEqual(whole, cut, "the \(role)'s events")
      try InvariantBroken.unlessEqual(out, cutOut, "the \(role)'s output")
    }
  }

  private static func inspect(_ head: HTTPHead) throws {
    let whole = 0..<head.bytes.count
    func isInside(_ range: Range<Int>) -> Bool {
      range.lowerBound >= whole.lowerBound && range.upperBound <= whole.upperBound
    }
    try InvariantBroken.unless(HTTPHead(head.bytes) == head, "the head read again is another")
    let ranges = [head.startLineRange] + head.fields.map(\.range) + head.malformed + head.folds
    try InvariantBroken.unless(ranges.allSatisfy(isInside), "a range lies outside of the head")
    try InvariantBroken.unless(
      head.bareLineFeeds.allSatisfy { whole.contains($0) && head.bytes[$0] == 0x0A },
      "a bare line feed is none")
    let good = HTTPHead(Openings.request)
    let reports = [
      HandshakeRules.check(request: head), HandshakeRules.check(response: head, to: good),
      HandshakeRules.check(response: head, to: head),
    ]
    for report in reports {
      try InvariantBroken.unless(
        report.checks.allSatisfy { isInside($0.range) }, "a check lies outside of the head")
      try InvariantBroken.unless(
        report.violations(in: head).count >= report.failed.count, "a violation is missing")
    }
  }

  /// What the reader makes of pieces: the head and how many bytes are its own, or how it failed.
  private static func read(_ pieces: [[UInt8]], limit: Int) -> [String] {
    var reader = HTTPHeadReader(limit: limit)
    var before = 0
    for piece in pieces {
      switch reader.append(piece.span.bytes) {
      case .incomplete: before += piece.count
      case .complete(let head, let used): return ["complete", Hex.packed(head.bytes), "\(before + used)"]
      case .tooBig: return ["too big", Hex.packed(reader.bytes)]
      }
    }
    return ["incomplete", Hex.packed(reader.bytes)]
  }
}
