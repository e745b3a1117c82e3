using System.CommandLine;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell;

/// <summary>Options that take ids of accounts.</summary>
internal static class AccountOption
{
    public static void Check(Option option) =>
        option.AddCheck(result =>
        {
            foreach (var token in result.Tokens.Where(t => !AccountId.IsValid(t.Value)))
                result.AddError($"{option.Name}: '{Sanitize.Text(token.Value)}' is no account id (12 digits)");
        });
}
