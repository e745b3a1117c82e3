using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Options that name accounts and Regions, of which several may be given.</summary>
internal static class PlaceOptions
{
    public static Option<string[]> Accounts(string description)
    {
        var option = new Option<string[]>("--account")
        {
            Description = description,
            HelpName = "ID",
            Arity = ArgumentArity.OneOrMore,
        };
        option.AddCheck(result => Check(result, text => AccountId.IsValid(text), "is no account id; it has 12 digits"));
        return option;
    }

    public static Option<string[]> Regions(string name, string description)
    {
        var option = new Option<string[]>(name)
        {
            Description = description,
            HelpName = "REGION",
            Arity = ArgumentArity.OneOrMore,
        };
        option.AddCheck(result =>
            Check(result, RegionName.IsValid, "is no Region; write it as AWS does, such as us-east-1")
        );
        return option;
    }

    /// <summary>Each once.</summary>
    public static ImmutableArray<AccountId> Accounts(ParseResult result, Option<string[]> option) =>
        [.. (result.GetValue(option) ?? []).Select(AccountId.Parse).Distinct()];

    /// <summary>Each once.</summary>
    public static ImmutableArray<RegionName> Regions(ParseResult result, Option<string[]> option) =>
        [.. (result.GetValue(option) ?? []).Select(RegionName.Parse).Distinct()];

    private static void Check(OptionResult result, Func<string, bool> isValid, string problem)
    {
        foreach (var token in result.Tokens.Where(t => !isValid(t.Value)))
            result.AddError($"'{Sanitize.Text(token.Value)}' {problem}");
    }
}
