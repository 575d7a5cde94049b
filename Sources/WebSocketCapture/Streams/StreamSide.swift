/// One of the two ends of a TCP connection: the one whose packet was the first in the capture, or the other.
package enum StreamSide: Hashable, Sendable, CaseIterable {
  case first
  case second

  var peer: StreamSide { self == .first ? .second : .first }
}
