namespace AmiGovernance.Core.Features.CodeHosts;

/// <summary>The host refused.</summary>
public sealed class CodeHostException(string message) : Exception(message);
