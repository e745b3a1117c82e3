namespace AmiGovernance.Cli.Shell;

/// <summary>When text is coloured.</summary>
internal enum ColorChoice
{
    /// <summary>As the environment says; without a word of it, on a terminal.</summary>
    Auto,
    Always,
    Never,
}
