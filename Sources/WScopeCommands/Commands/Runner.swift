import NIOCore
import NIOPosix
import SystemCalls
import WebSocketTransport
import WebSocketWire

/// Brings a run to its event loop, and its verdict back to the thread that waits.
enum Runner {
  /// Runs a client to its end.
  static func run(_ plan: ClientPlan) throws(Failure) {
    let files = try RunOutputs.Files(
      viewPath: plan.output.viewPath, target: plan.output.target, recording: plan.output.recording)
    try wait { loop, signals, finish in
      let run = start(plan, RunOutputs(files, loop: loop), loop, finish)
      signals { run.value.interrupted(by: $0) }
      guard plan.output.writesOutput else { return }
      watchReader(of: files.payload, on: loop) { run.value.outputIsGone() }
    }
  }

  /// Runs a client's prompt until the user leaves it.
  static func prompt(_ plan: ClientPlan, _ settings: PromptSettings) throws(Failure) {
    let prompt = PromptSignals()
    let recording = try opened(plan.output.recording)
    try wait(prompt: prompt) { loop, signals, finish in
      let run = ClientPrompt(plan, settings, clock: RunClock(), loop: loop, signals: prompt, finish: finish)
      let bound = NIOLoopBound(run, eventLoop: loop)
      signals { bound.value.interrupted(by: $0) }
      if let recording { run.prompt.record(recording.plan, recording.descriptor) }
      run.start()
    }
  }

  private static func opened(
    _ plan: RecordingPlan?
  ) throws(Failure) -> (plan: RecordingPlan, descriptor: Int32)? {
    try plan.map { plan throws(Failure) in (plan, try plan.create()) }
  }

  /// Runs a client against an echo server in this process; the plan is made once the server's port is known.
  static func demo(
    viewPath: String, _ plan: @escaping @Sendable (_ port: Int) throws -> ClientPlan
  ) throws(Failure) {
    let files = try RunOutputs.Files(viewPath: viewPath)
    try wait { loop, signals, finish in
      let run = NIOLoopBoundBox<ClientRun?>(nil, eventLoop: loop)
      signals { run.value?.interrupted(by: $0) }
      serveEcho(on: loop, finish) { port, finish in
        run.value =
          start(
            try plan(port), RunOutputs(files, loop: loop), loop, finish
          ).value
      }
    }
  }

  /// Runs a prompt that is connected to an echo server in this process.
  static func demo(
    _ settings: PromptSettings, _ plan: @escaping @Sendable (_ port: Int) throws -> ClientPlan
  ) throws(Failure) {
    let prompt = PromptSignals()
    try wait(prompt: prompt) { loop, signals, finish in
      let run = NIOLoopBoundBox<ClientPrompt?>(nil, eventLoop: loop)
      signals { run.value?.interrupted(by: $0) }
      serveEcho(on: loop, finish) { port, finish in
        let client = ClientPrompt(
          try plan(port), settings, clock: RunClock(), loop: loop, signals: prompt, finish: finish)
        run.value = client
        client.start(saying: "an echo server in this process: type a message, or /help")
      }
    }
  }

  /// Listens on a free port and goes on with it.
  private static func serveEcho(
    on loop: any EventLoop, _ finish: @escaping (Failure?) -> Void,
    _ body: @escaping @Sendable (_ port: Int, _ finish: @escaping (Failure?) -> Void) throws -> Void
  ) {
    let finish = NIOLoopBound(finish, eventLoop: loop)
    // A server that cannot accept has a client that waits.
    let refuse: @Sendable (String) -> Void = { _ in
      loop.execute {
        finish.value(
          Failure(
            .software, "the system has no descriptor for the echo server's client",
            hint: "raise the limit on open files (ulimit -n)"))
      }
    }
    Listener.listen(ServerConfiguration(), on: loop, onTrouble: refuse) { _ in EchoDelegate() }
      .flatMapThrowing { listener in try body(listener.localAddress?.port ?? 0, finish.value) }
      .whenFailure { finish.value(Failure($0)) }
  }

  /// Makes a run and has it connect.
  private static func start(
    _ plan: ClientPlan, _ outputs: RunOutputs, _ loop: any EventLoop, _ finish: @escaping (Failure?) -> Void
  ) -> NIOLoopBound<ClientRun> {
    let clock = RunClock()
    let run = NIOLoopBound(
      ClientRun(plan, outputs: outputs, clock: clock, loop: loop, finish: finish), eventLoop: loop)
    run.value.connect()
    return run
  }

  /// Runs a listener to its end; with settings for it, there is a prompt.
  static func run(_ plan: ListenPlan, prompt settings: PromptSettings? = nil) throws(Failure) {
    let files = try RunOutputs.Files(
      viewPath: plan.viewPath, recording: settings == nil ? plan.recording : nil)
    let recording = settings == nil ? nil : try opened(plan.recording)
    let prompt = settings.map { _ in PromptSignals() }
    try wait(prompt: prompt) { loop, signals, finish in
      let outputs = RunOutputs(files, loop: loop)
      let clock = RunClock()
      let run = NIOLoopBound(
        ListenRun(plan, outputs: outputs, clock: clock, loop: loop, finish: finish), eventLoop: loop)
      if let settings, let prompt { run.value.use(settings, prompt, on: loop) }
      if let recording { run.value.record(recording.plan, recording.descriptor) }
      signals { run.value.interrupted(by: $0) }
      watchReader(of: STDOUT_FILENO, on: loop) { run.value.outputIsGone() }
      Listener.listen(
        plan.server, on: loop, clock: clock, onTrouble: { run.value.say("\($0)\n") },
        onFailure: { run.value.refused($0) },
        mayCompress: { run.value.clients.memory.takeContexts($0.memory(of: .server)) }
      ) { session in run.value.delegate(for: session) }
      .whenComplete { run.value.listening($0) }
    }
  }

  /// Runs a relay to its end.
  static func run(_ plan: ProxyPlan) throws(Failure) {
    let files = try RunOutputs.Files(viewPath: "-", recording: plan.recording)
    try wait { loop, signals, finish in
      let clock = RunClock()
      let run = NIOLoopBound(
        ProxyRun(plan, outputs: RunOutputs(files, loop: loop), clock: clock, finish: finish),
        eventLoop: loop)
      signals { run.value.interrupted(by: $0) }
      watchReader(of: STDOUT_FILENO, on: loop) { run.value.outputIsGone() }
      Listener.relay(
        plan.listener, to: plan.target, on: loop, clock: clock, onTrouble: { run.value.say($0) },
        owner: { run.value.delegate(for: $0) }
      )
      .whenComplete { run.value.listening($0) }
    }
  }

  private typealias Start =
    @Sendable (
      _ loop: any EventLoop, _ signals: (@escaping @Sendable (Int32) -> Void) -> Void,
      _ finish: @escaping (Failure?) -> Void
    ) -> Void

  /// Starts on a loop of its own and waits for the verdict; `prompt` takes the signals that are a prompt's.
  private static func wait(prompt: PromptSignals? = nil, _ start: @escaping Start) throws(Failure) {
    try Scarcity.check()
    let set = Signals.block(also: prompt == nil ? [] : PromptSignals.numbers)
    let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let verdict = loop.makePromise(of: Failure?.self)
    loop.execute {
      start(loop, { watchSignals(of: set, prompt, on: loop, $0) }, { verdict.succeed($0) })
    }
    let failure: Failure?
    do { failure = try verdict.futureResult.wait() } catch { failure = Failure(error) }
    if let failure { throw failure }
  }

  /// The first signal asks for an end; a second one does not wait for it.
  private static func watchSignals(
    of set: sigset_t, _ prompt: PromptSignals?, on loop: any EventLoop,
    _ body: @escaping @Sendable (Int32) -> Void
  ) {
    let pool = NIOThreadPool(numberOfThreads: 1)
    pool.start()
    pool.submit { _ in
      let next = {
        var number: Int32
        repeat { number = Signals.next(of: set) } while prompt?.take(number) == true
        return number
      }
      let first = next()
      loop.execute { body(first) }
      let second = next()
      prompt?.restoreTerminal()
      Signals.exitProcess(ExitStatus.signal(second))
    }
  }

  private static func watchReader(
    of descriptor: Int32, on loop: any EventLoop, _ body: @escaping @Sendable () -> Void
  ) {
    guard Descriptor.hasReader(descriptor) else { return }
    let pool = NIOThreadPool(numberOfThreads: 1)
    pool.start()
    pool.submit { _ in
      if Descriptor.waitForReaderToGo(descriptor) { loop.execute(body) }
    }
  }
}
