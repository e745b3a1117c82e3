namespace AmiGovernance.Sandbox.Services.Patterns;

/// <summary>A filter pattern of CloudWatch Logs (user guide, "Filter pattern syntax").</summary>
internal interface ILogPattern
{
    bool Matches(string message);

    /// <summary>Throws <see cref="FormatException"/>.</summary>
    static ILogPattern Parse(string text) =>
        text.TrimStart() switch
        {
            ['{', ..] => new JsonPattern(text),
            ['[', ..] => throw new FormatException(
                "the sandbox does not know patterns for space-delimited messages; see `amigov docs sandbox`"
            ),
            _ => new TermPattern(text),
        };
}
