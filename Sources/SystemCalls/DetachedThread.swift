/// A thread that is not joined.
package enum DetachedThread {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  package static func start(_ body: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let box = Unmanaged.passRetained(Body(body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let result = pthread_create(
      &thread, &attributes,
      { argument in
        #if canImport(Darwin)
          let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
        #else
          guard let argument else { return nil }
          let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
        #endif
        body.run()
        return nil
      }, box.toOpaque())
    if result != 0 { box.release() }
  }
}
