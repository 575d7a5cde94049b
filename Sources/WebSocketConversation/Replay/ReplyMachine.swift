/// Says when the parts of a recorded end are done that answer messages of the other end: a mock of it.
///
/// What followed a message is a group, in which each part has its time since the message. Groups are done one after the other, in the
/// order in which they were asked for. It has no clock: every input carries the time, and `wakeAt` says when it wants to hear it.
package struct ReplyMachine: Sendable {
  /// The times of each group's parts, since what it answers, in their order.
  private let groups: [[Duration]]
  private let speed: Double
  private var waiting: [(group: Int, part: Int, due: Duration)] = []
  private var head = 0

  /// A part of a group.
  package struct Part: Hashable, Sendable {
    package let group: Int
    package let index: Int

    package init(group: Int, index: Int) { (self.group, self.index) = (group, index) }
  }

  /// How many parts wait at most; a client that asks for more is ahead of its answers.
  package static let limit = 100_000

  /// Time passes `speed` times as fast as in the recording.
  package init(_ groups: [[Duration]], speed: Double) { (self.groups, self.speed) = (groups, speed) }

  /// When the next part is due; nil where none waits.
  package var wakeAt: Duration? { head < waiting.count ? waiting[head].due : nil }

  /// Has a group done from now on, after those that wait; false where too many do.
  package mutating func begin(_ group: Int, at now: Duration) -> Bool {
    guard groups.indices.contains(group) else { return true }
    guard waiting.count - head + groups[group].count <= max(Self.limit, groups[group].count) else {
      return false
    }
    for (part, time) in groups[group].enumerated() {
      let due = now + time / speed
      waiting.append((group, part, max(due, waiting.last?.due ?? due)))
    }
    return true
  }

  /// The next part whose time has come; nil where none is due.
  package mutating func next(at now: Duration) -> Part? {
    guard head < waiting.count, waiting[head].due <= now else { return nil }
    let next = waiting[head]
    head += 1
    if head == waiting.count || head > 4096 {
      waiting.removeSubrange(..<head)
      head = 0
    }
    return Part(group: next.group, index: next.part)
  }
}
