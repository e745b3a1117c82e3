using System.CommandLine;

namespace AmiGovernance.Cli.Shell.Help;

/// <summary>Commands that belong together, for the first page of help.</summary>
/// <param name="Title">What one does with them.</param>
internal sealed record CommandGroup(string Title, params Command[] Commands);
