using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell;

/// <summary>Options that take a whole number.</summary>
internal static class NumberOption
{
    /// <summary>The rows of tables and the findings that text and Markdown show; 0 for the summary alone.</summary>
    public static Option<int> Top(string description) => Create("--top", description, 0, int.MaxValue, 20);

    /// <param name="least">The smallest number that is taken.</param>
    /// <param name="most">The greatest; <see cref="int.MaxValue"/> for any.</param>
    /// <param name="usual">What it is where it is not given.</param>
    /// <param name="unit">For the help.</param>
    public static Option<int> Create(string name, string description, int least, int most, int usual, string unit = "N")
    {
        var option = Create(name, description, least, most, unit);
        option.DefaultValueFactory = _ => usual;
        return option;
    }

    /// <summary>One that must be given where its command needs it, else 0.</summary>
    public static Option<int> Create(string name, string description, int least, int most, string unit = "N") =>
        new(name)
        {
            Description = description,
            HelpName = unit,
            CustomParser = result => Parse(result, name, least, most),
        };

    private static int Parse(ArgumentResult result, string name, int least, int most)
    {
        if (result.Tokens is not [var token, ..])
            return least;
        var isNumber = int.TryParse(
            token.Value,
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var value
        );
        if (isNumber && value >= least && value <= most)
            return value;
        var range = most == int.MaxValue ? $"{Quantity.Number(least)} or more" : $"from {least} to {most}";
        result.AddError($"{name} takes a whole number, {range}: '{Sanitize.Text(token.Value)}' is none");
        return least;
    }
}
