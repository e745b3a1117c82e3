namespace AmiGovernance.Cli.Shell.Help;

/// <summary>What a command's page of help says beside its options.</summary>
/// <param name="Example">A whole command line, as one would type it.</param>
/// <param name="Topic">The page of `amigov docs` on what the command is about.</param>
internal sealed record CommandHelp(string Example, string Topic);
