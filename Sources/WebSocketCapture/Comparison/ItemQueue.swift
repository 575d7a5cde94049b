import WebSocketWire

/// Messages or frames that wait to be compared, in their order.
struct ItemQueue: Sendable {
  private struct Entry: Sendable {
    let item: ComparedItem
    /// What identifies its payload, once that was asked for.
    var key: JSONComparison.Key?
  }

  /// Those in front of `head` are gone.
  private var entries: [Entry?] = []
  private var head = 0
  private var bytes = 0

  var count: Int { entries.count - head }
  var isEmpty: Bool { count == 0 }

  /// Whether no more should be held.
  var isFull: Bool { count >= RecordingDiff.window || bytes >= RecordingDiff.heldLimit }

  /// The item at a place below `count`; nil after it.
  subscript(place: Int) -> ComparedItem? { place < count ? entries[head + place]?.item : nil }

  mutating func append(_ item: ComparedItem) {
    entries.append(Entry(item: item))
    bytes += item.content.count
  }

  mutating func removeFirst() {
    guard let item = self[0] else { return }
    bytes -= item.content.count
    entries[head] = nil
    head += 1
    if head > RecordingDiff.window {
      entries.removeSubrange(..<head)
      head = 0
    }
  }

  /// Removes those at these places.
  mutating func remove(_ places: Set<Int>) {
    entries = (0..<count).filter { !places.contains($0) }.map { entries[head + $0] }
    head = 0
    bytes = entries.reduce(0) { $0 + ($1?.item.content.count ?? 0) }
  }

  /// The places of what one end sent.
  func places(of sender: WebSocketRole) -> [Int] { (0..<count).filter { self[$0]?.sender == sender } }

  /// A number for each item, the same for those that are equal.
  mutating func identities(_ comparison: JSONComparison) -> [Int] {
    (0..<count).map { place in
      var hasher = Hasher()
      hasher.combine(self[place]?.kindIdentity)
      hasher.combine(key(at: place, comparison))
      return hasher.finalize()
    }
  }

  /// The same for items of one kind whose JSON has the same members.
  func shape(at place: Int, _ comparison: JSONComparison) -> Int {
    guard let item = self[place] else { return 0 }
    return item.kindIdentity ^ (comparison.shape(of: item.content) << 9)
  }

  mutating func key(at place: Int, _ comparison: JSONComparison) -> JSONComparison.Key? {
    guard var entry = place < count ? entries[head + place] : nil else { return nil }
    if let key = entry.key { return key }
    entry.key = comparison.key(of: entry.item.content)
    entries[head + place] = entry
    return entry.key
  }
}

extension ComparedItem {
  /// The same for those that resemble each other.
  var kindIdentity: Int {
    Int(opcode.rawValue) | (isFinal ? 0x10 : 0) | Int(reserved.rawValue) << 5 | (isWhole ? 0x100 : 0)
  }
}
