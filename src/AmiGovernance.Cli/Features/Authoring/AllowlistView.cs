using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>The runbook's summary of who may publish images.</summary>
internal static class AllowlistView
{
    private const int RuleColumns = 70;

    /// <param name="width">In columns, of the screen.</param>
    public static void Write(TextWriter writer, Allowlist allowlist, int width)
    {
        var rule = new string('=', Math.Min(RuleColumns, width));
        writer.WriteLine(rule);
        writer.WriteLine("ACTIVE ALLOWLIST SUMMARY");
        writer.WriteLine(rule);
        writer.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"Total approved accounts: {allowlist.Accounts.Length}")
        );
        writer.WriteLine($"Accounts: {string.Join(", ", allowlist.Accounts)}");
        if (!allowlist.Aliases.IsEmpty)
            writer.WriteLine($"Aliases: {string.Join(", ", allowlist.Aliases.Select(a => a.DeclarativeName()))}");
        if (!allowlist.ManagedServiceAccounts.IsEmpty)
            writer.WriteLine($"Managed services: {string.Join(", ", allowlist.ManagedServiceAccounts)}");
        writer.WriteLine(rule);
    }
}
