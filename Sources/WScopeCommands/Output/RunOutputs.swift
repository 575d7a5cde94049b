import NIOCore
import SystemCalls
import WebSocketConversation
import WebSocketTransport
import WebSocketWire

/// Where a run writes to, on its event loop.
///
/// Payload and views that go to the same place share a queue, so that neither cuts a line of the other.
final class RunOutputs {
  let payload: OutputWriter
  /// Standard output, which payload goes to unless a file is given for it.
  let standard: OutputWriter
  let views: OutputWriter
  /// What a run says of itself: standard error.
  let notes: OutputWriter
  /// Where each message has a file of its own; nil where they go to `payload`.
  let folder: MessageFolder?
  /// What the run is recorded in; nil where it is not.
  private(set) var recording: RecordingOutput?
  /// Called when an output that kept the run waiting has room again.
  var onRoom: () -> Void = {}
  /// Called when payload or views cannot be written.
  var onLoss: (OutputLoss) -> Void = { _ in }
  /// How long the last bytes may take at the end; nil for as long as their reader needs.
  private var drainLimit: Duration?
  private let files: Files
  private let loop: any EventLoop

  /// Opens the writers of these files.
  init(_ files: Files, loop: any EventLoop) {
    self.files = files
    self.loop = loop
    folder = files.folderPath.map { MessageFolder($0) }
    payload = OutputWriter(files.payload, loop: loop)
    let (payload, isSame) = (payload, Descriptor.areSame)
    views = isSame(files.views, files.payload) ? payload : OutputWriter(files.views, loop: loop)
    notes = isSame(files.views, STDERR_FILENO) ? views : OutputWriter(STDERR_FILENO, loop: loop)
    standard =
      isSame(files.payload, STDOUT_FILENO)
      ? payload : isSame(files.views, STDOUT_FILENO) ? views : OutputWriter(STDOUT_FILENO, loop: loop)
    folder?.onLoss = { [unowned self] number in onLoss(.failed(number)) }
    for writer in writers {
      writer.onRoom = { [unowned self] in onRoom() }
      writer.onLoss = { [unowned self] number in
        onLoss(number == Errno.brokenPipe ? .brokenPipe : .failed(number))
      }
    }
  }

  /// Begins the recording, if there is to be one. `role` is our end; nil where both ends are others.
  func record(as role: WebSocketRole?, clock: RunClock) {
    guard let (plan, descriptor) = files.recording, recording == nil else { return }
    let recording = RecordingOutput(plan, descriptor, role: role, clock: clock, loop: loop)
    self.recording = recording
    recording.onRoom = { [unowned self] in onRoom() }
    recording.onLoss = { [unowned self] in onLoss(.failed(EIO)) }
  }

  /// Where JSON Lines go: to the file of the views, if there is one, else in place of the payload.
  var events: OutputWriter { files.viewPath == nil ? payload : views }

  /// Each once.
  private var writers: [OutputWriter] {
    [payload] + (areShared ? [] : [views]) + (standard === payload || standard === views ? [] : [standard])
  }

  /// Whether views are written between the payload.
  var areShared: Bool { views === payload }

  /// Whether the run should pause, because payload or views wait for their reader.
  var isFull: Bool {
    payload.isFull || views.isFull || standard.isFull || recording?.isFull == true
  }

  /// Notes that the run has paused, so that `onRoom` is called.
  func notePause() {
    for writer in writers { writer.notePause() }
    recording?.notePause()
  }

  /// What is shown is recorded already.
  func flush() {
    recording?.flush()
    for writer in writers { writer.flush() }
  }

  // MARK: The end

  /// An output that is not read keeps the run from ending for a second at most.
  func hurry() { drainLimit = .seconds(1) }

  var isInHurry: Bool { drainLimit != nil }

  /// Drops what waits for readers that do not read.
  func abandonFull() { for writer in writers where writer.isFull { writer.abandon() } }

  /// Drops all that waits.
  func abandon() { for writer in writers + [notes] { writer.abandon() } }

  /// Calls back when everything is written that can be.
  func whenDrained(_ body: @escaping () -> Void) {
    let all = notes === views ? writers : writers + [notes]
    let recorded = { [recording] in
      if let recording { recording.end(body) } else { body() }
    }
    all.reversed().reduce(recorded) { [drainLimit] next, writer in
      { writer.whenDrained(within: drainLimit, next) }
    }()
  }

  /// Why payload or views are not written whole; nil where they are, or where their reader has gone.
  var failure: Failure? {
    if let failure = folder?.failure ?? recording?.failure { return failure }
    for writer in writers {
      guard let code = writer.lossCode, code != Errno.brokenPipe else { continue }
      if writer === payload { return Failure(outputLost: code, path: files.payloadPath) }
      return writer === views ? Failure(viewsLost: code, path: files.viewPath) : Failure(outputLost: code)
    }
    return nil
  }
}
