namespace AmiGovernance.Core.Ports.Watch;

/// <summary>The store of a process that watches refused, or did not answer.</summary>
public sealed class WatchStoreException(string message, Exception? inner = null) : Exception(message, inner);
