using System.CommandLine;
using System.Globalization;

namespace AmiGovernance.Cli.Features.Sandbox;

/// <summary>Options that are numbers within limits.</summary>
internal static class NumberRange
{
    public static void Check(Option<int> option, int least, int most) =>
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !IsWithin(result.Tokens[0].Value, least, most))
                result.AddError($"'{option.Name}' is a number from {least} to {most}");
        });

    private static bool IsWithin(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
        && value >= least
        && value <= most;
}
