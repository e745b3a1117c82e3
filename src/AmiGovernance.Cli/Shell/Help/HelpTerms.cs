using System.CommandLine;
using System.Globalization;

namespace AmiGovernance.Cli.Shell.Help;

/// <summary>How arguments and options are written in help.</summary>
internal static class HelpTerms
{
    public static string Usage(Argument argument)
    {
        var name = argument.Arity.MaximumNumberOfValues > 1 ? $"{NameOf(argument)}..." : NameOf(argument);
        var isOptional = argument.HasDefaultValue || argument.Arity.MinimumNumberOfValues == 0;
        return isOptional ? $"[{name}]" : name;
    }

    public static string Of(Argument argument) => NameOf(argument);

    /// <summary>Such as `-c, --config FILE`.</summary>
    public static string Of(Option option)
    {
        var names = option
            .Aliases.Prepend(option.Name)
            .Where(name => name != "-?")
            .OrderBy(name => name.Length > 2)
            .ThenBy(name => name, StringComparer.Ordinal);
        return string.Join(' ', [string.Join(", ", names), .. Value(option)]);
    }

    public static string Text(Argument argument) =>
        argument.HasDefaultValue
            ? WithDefault(argument.Description ?? "", argument.GetDefaultValue())
            : argument.Description ?? "";

    public static string Text(Option option)
    {
        var text = option.Description ?? "";
        if (option.Required)
            return $"{text} (required)";
        return option.HasDefaultValue ? WithDefault(text, option.GetDefaultValue()) : text;
    }

    private static string NameOf(Argument argument) => argument.HelpName ?? argument.Name;

    private static string[] Value(Option option)
    {
        var type = option.ValueType;
        var isSwitch = type == typeof(bool) || option.Arity.MaximumNumberOfValues == 0;
        return isSwitch ? [] : [option.HelpName ?? option.Name.Split('-')[^1].ToUpperInvariant()];
    }

    /// <summary>What a description tells of its default is not told twice; what is no plain value is told by nobody else.</summary>
    private static string WithDefault(string description, object? value)
    {
        var text = value switch
        {
            string given => given,
            int or long or double => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
            _ => "",
        };
        var isTold = text.Length == 0 || description.Contains("default", StringComparison.OrdinalIgnoreCase);
        return isTold ? description : $"{description} [default: {text}]";
    }
}
