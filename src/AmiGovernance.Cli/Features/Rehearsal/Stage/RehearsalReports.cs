using System.Text.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Rehearsal.Stage;

/// <summary>What the reports that commands wrote say, in one line each.</summary>
internal sealed class RehearsalReports(RehearsalCommands commands)
{
    /// <summary>Of all verifications that were described.</summary>
    public int Checks { get; private set; }

    public string Validation(string path)
    {
        var warnings = commands.Json(path).GetProperty("summary").GetProperty("warnings").GetInt32();
        return warnings == 0 ? "no finding" : $"no error, {Plural.Of(warnings, "warning")}";
    }

    public string Proof(string path)
    {
        var outcomes = Items(commands.Json(path), "guarantees").Select(g => Text(g, "outcome")).ToList();
        var proven = outcomes.Count(o => o == "proven");
        var idle = outcomes.Count(o => o == "not_applicable");
        return $"{proven} of {outcomes.Count} guarantees hold for every request in every account; "
            + $"{idle} do not apply in audit mode";
    }

    public string Backtest(string path)
    {
        var report = commands.Json(path);
        var launches = report.GetProperty("launches");
        var open = Items(report, "findings").Count(f => f.GetProperty("open").GetBoolean());
        return $"of {launches.GetProperty("all").GetInt32()} recorded launches enforcement would deny "
            + $"{launches.GetProperty("marked").GetInt32()}: {Plural.Of(open, "finding")} to decide on, each with its proposal";
    }

    public string Impact(string path)
    {
        var report = commands.Json(path);
        var failing = Items(report, "findings").Sum(f => f.GetProperty("uses").GetArrayLength());
        return $"of {report.GetProperty("uses").GetInt32()} uses of images "
            + $"in {report.GetProperty("accounts_and_regions").GetInt32()} accounts and Regions {failing} would fail, "
            + "what hurts first at the top";
    }

    public string Status(string path)
    {
        var status = commands.Json(path);
        var drift = status.GetProperty("drift").GetArrayLength();
        var drifted = drift == 0 ? "no drift" : Plural.Of(drift, "drift");
        return $"{status.GetProperty("covered").GetInt32()} of {status.GetProperty("accounts").GetInt32()} accounts "
            + $"under the policies, the others with the reason; {drifted}";
    }

    public string Governance(string path)
    {
        var report = commands.Json(path);
        var deployments = Items(report.GetProperty("deployments"), "entries")
            .Select(e => Text(e, "deployment"))
            .Distinct();
        return $"one page for those who approve: {Plural.Of(report.GetProperty("to_decide").GetArrayLength(), "thing")} "
            + $"to decide on, {Plural.Of(deployments.Count(), "deployment")}, and what was not looked at";
    }

    public string Verification(string path)
    {
        var report = commands.Json(path);
        var items = Items(report, "checklist").Count(i => Text(i, "result") == "as_expected");
        var checks = report.GetProperty("checks").GetArrayLength();
        var accounts = report.GetProperty("accounts").GetArrayLength();
        Checks += checks;
        return $"the runbook's checklist: {items} items as expected, "
            + $"by {Plural.Of(checks, "check")} in {Plural.Of(accounts, "account")}";
    }

    public string Gates(string path)
    {
        var gates = Items(commands.Json(path), "gates")
            .ToLookup(g => g.GetProperty("open").GetBoolean(), g => Text(g, "gate"));
        return $"refused; not passed: {string.Join(", ", gates[false])}; passed: {string.Join(", ", gates[true])}";
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement report, string name) =>
        report.GetProperty(name).EnumerateArray();

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();
}
