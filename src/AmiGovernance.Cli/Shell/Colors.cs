namespace AmiGovernance.Cli.Shell;

/// <summary>The colours of a terminal that amigov uses (ECMA-48, "SGR"). None hides text.</summary>
internal static class Colors
{
    public const string Bold = "\e[1m";
    public const string Dim = "\e[2m";
    public const string Cyan = "\e[36m";
    public const string Green = "\e[32m";
    public const string Red = "\e[1;31m";
    public const string Yellow = "\e[1;33m";
    public const string BrightCyan = "\e[1;36m";
    public const string Reset = "\e[0m";

    public static IReadOnlyList<string> All { get; } = [Bold, Dim, Cyan, Green, Red, Yellow, BrightCyan, Reset];
}
