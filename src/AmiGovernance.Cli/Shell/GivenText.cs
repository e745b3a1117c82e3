namespace AmiGovernance.Cli.Shell;

/// <summary>Text that stands for a file that people deploy from.</summary>
/// <param name="Name">Says what language it is.</param>
internal sealed record GivenText(string Name, string Text);
