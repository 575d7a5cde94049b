import WebSocketWire

/// Compares two sequences of messages or frames as they come, in bounded memory.
///
/// What one end said is compared with what the same end said in the other recording. How the messages of the two ends come among each
/// other is not, because it depends on the network. Where the recordings differ, a message is looked for among the next `window` ones.
package struct RecordingDiff: Sendable {
  package enum Side: Int, Hashable, Sendable, CaseIterable {
    case first, second

    package var other: Side { self == .first ? .second : .first }
  }

  /// One line of the comparison.
  package enum Row: Hashable, Sendable {
    case equal(ComparedItem, ComparedItem)
    /// Two that are in the same place.
    case changed(ComparedItem, ComparedItem)
    /// One that the other recording does not have.
    case only(Side, ComparedItem)
  }

  private let comparison: JSONComparison
  private var first = ItemQueue()
  private var second = ItemQueue()
  private var ended: Set<Side> = []
  /// The sides that have messages and no frames.
  private var withoutFrames: Set<Side> = []

  /// How many messages of a recording are held at most, and how many bytes of them; one message may have more.
  package static let window = 1000
  package static let heldLimit = 16 << 20

  package init(_ comparison: JSONComparison) { self.comparison = comparison }

  /// Whether the side can be given more before `rows` is asked.
  package func hasRoom(_ side: Side) -> Bool {
    !ended.contains(side) && !(side == .first ? first : second).isFull
  }

  package mutating func add(_ item: ComparedItem, to side: Side) {
    if !item.isOfFrames { withoutFrames.insert(side) }
    if side == .first { first.append(item) } else { second.append(item) }
  }

  /// Takes the end of a recording.
  package mutating func end(_ side: Side) { ended.insert(side) }

  /// What is certain now, in an order that is each recording's own for each sender.
  package mutating func rows() -> [Row] {
    var rows: [Row] = []
    while true {
      while let row = equalHeads() { rows.append(row) }
      let areSettled =
        (ended.contains(.first) || first.isFull) && (ended.contains(.second) || second.isFull)
      guard areSettled, !first.isEmpty || !second.isEmpty else { return rows }
      rows += align()
    }
  }

  private mutating func equalHeads() -> Row? {
    guard let one = first[0], let other = second[0], one.resembles(other) else { return nil }
    guard
      one.content == other.content
        || first.key(at: 0, comparison) == second.key(at: 0, comparison)
          && comparison.areEqual(one.content, other.content)
    else { return nil }
    first.removeFirst()
    second.removeFirst()
    return .equal(one, other)
  }

  // MARK: Alignment

  /// What belongs together of what is held, by places in the queues.
  private struct Partners {
    /// For each item of the first that is certain, that of the second; nil for none.
    var first: [Int: Int?] = [:]
    /// Items of the second that are certain and have none.
    var second: [Int] = []
  }

  /// Aligns what is held, and gives what will not change by more of it; one item of it at least.
  private mutating func align() -> [Row] {
    let (one, other) = (first.identities(comparison), second.identities(comparison))
    var partners = Partners()
    for sender in WebSocketRole.allCases {
      pair(first.places(of: sender), second.places(of: sender), one, other, into: &partners)
    }
    partners.second.sort()
    var rows: [Row?] = []
    var rest = partners.second[...]
    for place in partners.first.keys.sorted() {
      guard let partner = partners.first[place] ?? nil else {
        rows.append(only(.first, first[place]))
        continue
      }
      while let early = rest.first, early < partner {
        rows.append(only(.second, second[early]))
        rest.removeFirst()
      }
      rows.append(both(first[place], second[partner], haveOneIdentity: one[place] == other[partner]))
    }
    rows += rest.map { only(.second, second[$0]) }
    first.remove(Set(partners.first.keys))
    second.remove(Set(partners.first.values.compactMap { $0 } + partners.second))
    return rows.compactMap { $0 }
  }

  private func both(_ one: ComparedItem?, _ other: ComparedItem?, haveOneIdentity: Bool) -> Row? {
    guard let one, let other else { return nil }
    return haveOneIdentity && comparison.areEqual(one.content, other.content)
      ? .equal(one, other) : .changed(one, other)
  }

  /// A Close that the other recording cannot have is not a difference.
  private func only(_ side: Side, _ item: ComparedItem?) -> Row? {
    guard let item, item.opcode != .close || !withoutFrames.contains(side.other) else { return nil }
    return .only(side, item)
  }

  /// Finds the partners of what one end said. `one` and `other` are the identities of all that is held.
  private func pair(
    _ first: [Int], _ second: [Int], _ one: [Int], _ other: [Int], into partners: inout Partners
  ) {
    let pairs = Alignment.pairs(first.map { one[$0] }, second.map { other[$0] })
    var (end, otherEnd) = (first.count, second.count)
    if ended.count < 2 {
      // More may bring a partner for what is after the last pair; but half of what is held is dropped.
      (end, otherEnd) = pairs.last.map { ($0.0 + 1, $0.1 + 1) } ?? (0, 0)
      let (half, otherHalf) = ((first.count + 1) / 2, (second.count + 1) / 2)
      if pairs.isEmpty || end < half && otherEnd < otherHalf {
        (end, otherEnd) = (max(end, half), max(otherEnd, otherHalf))
      }
    }
    var (place, otherPlace) = (0, 0)
    for (next, otherNext) in pairs + [(end, otherEnd)] {
      fill(first[place..<next], second[otherPlace..<otherNext], into: &partners)
      if next < end { partners.first[first[next]] = second[otherNext] }
      (place, otherPlace) = (next + 1, otherNext + 1)
    }
  }

  /// Pairs what is between two partners: messages that were changed, by the shape of their JSON, and others by their kind.
  private func fill(_ some: ArraySlice<Int>, _ others: ArraySlice<Int>, into partners: inout Partners) {
    let (some, others) = (Array(some), Array(others))
    for place in some { partners.first.updateValue(nil, forKey: place) }
    var taken: Set<Int> = []
    var (place, otherPlace) = (0, 0)
    let shapes = Alignment.pairs(
      some.map { first.shape(at: $0, comparison) }, others.map { second.shape(at: $0, comparison) })
    for (next, otherNext) in shapes + [(some.count, others.count)] {
      let (gap, otherGap) = (Array(some[place..<next]), Array(others[otherPlace..<otherNext]))
      var pairs = Alignment.pairs(
        gap.map { first[$0]?.kindIdentity ?? 0 }, otherGap.map { second[$0]?.kindIdentity ?? 0 }
      ).map { (gap[$0.0], otherGap[$0.1]) }
      if next < some.count { pairs.append((some[next], others[otherNext])) }
      for (one, other) in pairs {
        partners.first[one] = other
        taken.insert(other)
      }
      (place, otherPlace) = (next + 1, otherNext + 1)
    }
    partners.second += others.filter { !taken.contains($0) }
  }
}
