namespace AmiGovernance.Cli.Shell;

/// <summary>How the program speaks. Commands are made before their line is read, so that this is told to them afterwards.</summary>
internal sealed class Manner
{
    public ColorChoice Color { get; set; }

    public bool IsQuiet { get; set; }

    public bool IsVerbose { get; set; }

    /// <summary>For a run within a run, which is not to change how the outer one speaks.</summary>
    public Manner Copy() =>
        new()
        {
            Color = Color,
            IsQuiet = IsQuiet,
            IsVerbose = IsVerbose,
        };
}
