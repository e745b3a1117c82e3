namespace AmiGovernance.Cli.Features.Rehearsal.Stage;

/// <summary>A command did not do what the rehearsal rests on.</summary>
internal sealed class RehearsalFailedException(string message) : Exception(message);
