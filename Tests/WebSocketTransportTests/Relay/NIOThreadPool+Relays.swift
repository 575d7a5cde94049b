import NIOPosix

extension NIOThreadPool {
  /// Threads for conversations that wait: names are looked up on those of the singleton, for which other tests have deadlines.
  static let relays = {
    let pool = NIOThreadPool(numberOfThreads: 8)
    pool.start()
    return pool
  }()
}
