/// Both streams of a TCP connection, put in order for the one that reads them.
package final class TCPConnection {
  /// Its place among those of the capture, from 1.
  let number: Int
  /// The end whose packet was the first in the capture, and the other.
  package let first: TCPEndpoint
  package let second: TCPEndpoint
  /// Set right after the start, because it may ask for the ends.
  var consumer: (any StreamConsumer)?
  /// When its last packet was captured, in nanoseconds since 1970.
  private(set) var lastTime: Int64 = 0
  /// Whether nothing more is read of it.
  private(set) var isOver = false
  private var firstStream = TCPStream()
  private var secondStream = TCPStream()
  /// The sequence number of its SYN, by which one that is sent again is known from that of another connection.
  private var synchronization: UInt32?
  private var packets: UInt64 = 0
  /// The packet and the time at which bytes were missing that the other side has had.
  private var lostSince: (packet: UInt64, time: Int64)?

  /// How many packets may come between two that were captured in the wrong order, at a start and inside a stream, and how much
  /// time, in nanoseconds.
  private static let (startPatience, patience, patienceTime) = (4, UInt64(64), Int64(1_000_000_000))

  init(_ number: Int, _ first: TCPEndpoint, _ second: TCPEndpoint) {
    self.number = number
    self.first = first
    self.second = second
  }

  /// The address and port of one end.
  package func endpoint(_ side: StreamSide) -> TCPEndpoint { side == .first ? first : second }

  /// How many bytes wait for those before them.
  var heldCount: Int { firstStream.heldCount + secondStream.heldCount }

  /// Whether a segment begins another connection between the same ends.
  func isReplaced(by segment: TCPSegment) -> Bool {
    guard segment.isSynchronizing, !segment.acknowledges, segment.sequence != synchronization else {
      return false
    }
    return isOver || synchronization != nil || packets > UInt64(Self.startPatience)
  }

  /// Takes a segment of one side, captured at `time`; `offset` is the same since the capture's first packet.
  func receive(
    _ segment: TCPSegment, _ bytes: RawSpan, from side: StreamSide, at time: Int64, offset: Duration
  ) {
    lastTime = max(lastTime, time)
    guard !isOver, let consumer else { return }
    if consumer.isDone { return over() }
    packets += 1
    var sequence = segment.sequence
    if segment.isSynchronizing {
      sequence &+= 1
      synchronize(segment, from: side, consumer)
    }
    advance(side, consumer, offset) { stream, output in
      stream.drain(to: output)
      stream.receive(
        bytes.extracting(segment.payload), sequence: sequence, length: segment.payloadLength,
        isFinal: segment.isFinal, to: output)
    }
    if segment.acknowledges, !segment.isReset {
      withStream(side.peer) { $0.acknowledge(segment.acknowledgment) }
    }
    if !firstStream.isStarted || !secondStream.isStarted { startLate(consumer, offset) }
    passHoles(consumer, at: time, offset)
    if segment.isReset {
      flush(consumer, offset)
      end(.reset(by: side), consumer, offset)
    } else if firstStream.isFinished, secondStream.isFinished {
      end(.finished, consumer, offset)
    }
  }

  /// Lets out what is held, because there is too much of it in all.
  func release(at offset: Duration) {
    guard let consumer else { return }
    for side in StreamSide.allCases {
      advance(side, consumer, offset) { stream, output in
        stream.startAnywhere()
        stream.drain(to: output)
        while stream.hasHole { stream.passHole(to: output) }
      }
    }
  }

  /// Takes the end of what there is to read.
  func finish(at offset: Duration) {
    guard !isOver, let consumer else { return }
    flush(consumer, offset)
    end(.captureEnded, consumer, offset)
  }

  // MARK: The steps of a segment

  private func withStream(_ side: StreamSide, _ body: (inout TCPStream) -> Void) {
    if side == .first { body(&firstStream) } else { body(&secondStream) }
  }

  private func stream(_ side: StreamSide) -> TCPStream { side == .first ? firstStream : secondStream }

  /// Has a stream give what it can, and tells if that was the last of it.
  private func advance(
    _ side: StreamSide, _ consumer: any StreamConsumer, _ time: Duration,
    _ body: (inout TCPStream, TCPStream.Output) -> Void
  ) {
    withStream(side) { stream in
      let wasFinished = stream.isFinished
      body(&stream, TCPStream.Output(consumer: consumer, side: side, time: time))
      if stream.isFinished, !wasFinished { consumer.finished(side, at: time) }
    }
  }

  /// Takes what a SYN says: who opened the connection, and where the streams begin.
  private func synchronize(_ segment: TCPSegment, from side: StreamSide, _ consumer: any StreamConsumer) {
    if synchronization == nil { consumer.opened(by: segment.acknowledges ? side.peer : side) }
    if !segment.acknowledges || synchronization == nil {
      synchronization = segment.acknowledges ? segment.acknowledgment &- 1 : segment.sequence
    }
    withStream(side) { $0.start(at: segment.sequence &+ 1) }
    if segment.acknowledges { withStream(side.peer) { $0.start(at: segment.acknowledgment) } }
  }

  /// Begins streams whose beginning is not in the capture.
  private func startLate(_ consumer: any StreamConsumer, _ offset: Duration) {
    for side in StreamSide.allCases {
      advance(side, consumer, offset) { stream, output in
        guard stream.waitsToStart() > Self.startPatience else { return }
        stream.startAnywhere()
        stream.drain(to: output)
      }
    }
  }

  /// Gives up bytes that will not come: the other side has had them, or too much waits for them.
  private func passHoles(_ consumer: any StreamConsumer, at time: Int64, _ offset: Duration) {
    if firstStream.holdsTooMuch { passHole(.first, consumer, offset) }
    if secondStream.holdsTooMuch { passHole(.second, consumer, offset) }
    guard firstStream.hasLostBytes || secondStream.hasLostBytes else {
      lostSince = nil
      return
    }
    let since = lostSince ?? (packets, time)
    lostSince = since
    guard packets - since.packet >= Self.patience || time - since.time >= Self.patienceTime else { return }
    lostSince = nil
    for side in StreamSide.allCases where stream(side).hasLostBytes { passHole(side, consumer, offset) }
  }

  private func passHole(_ side: StreamSide, _ consumer: any StreamConsumer, _ offset: Duration) {
    advance(side, consumer, offset) { stream, output in
      stream.startAnywhere()
      stream.drain(to: output)
      stream.passHole(to: output)
    }
  }

  private func flush(_ consumer: any StreamConsumer, _ offset: Duration) {
    for side in StreamSide.allCases { advance(side, consumer, offset) { $0.flush(to: $1) } }
  }

  private func end(_ end: StreamEnd, _ consumer: any StreamConsumer, _ offset: Duration) {
    over()
    consumer.ended(end, at: offset)
  }

  /// Drops what is held.
  private func over() {
    isOver = true
    (firstStream, secondStream) = (TCPStream(), TCPStream())
  }
}
