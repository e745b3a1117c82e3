using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Who calls.</summary>
internal static class PrincipalOption
{
    public static Option<string?> Create(string description)
    {
        var option = new Option<string?>("--principal") { Description = description, HelpName = "ARN" };
        option.AddCheck(result =>
        {
            foreach (var token in result.Tokens.Where(t => !IsCaller(t.Value)))
                result.AddError(
                    $"'{token.Value}' is no ARN of a role, a user or a session, such as arn:aws:iam::333344445555:role/Dev"
                );
        });
        return option;
    }

    private static bool IsCaller(string text) =>
        Arn.TryParse(text, out var arn) && arn.Service is "iam" or "sts" && AccountId.IsValid(arn.Account);
}
