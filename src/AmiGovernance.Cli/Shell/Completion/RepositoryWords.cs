using System.Text;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Shell.Completion;

/// <summary>
/// What the files of the repository name, for completion. Files are looked through and not read as what they are: one with mistakes
/// completes as well. AWS is not asked.
/// </summary>
internal sealed partial class RepositoryWords(IFileReader files)
{
    private const string Config = "config/ami_publishers.json";

    /// <summary>Where accounts and organizational units are named.</summary>
    private static readonly string[] Organization = [Config, "organization.json"];

    public IEnumerable<string> Accounts() => Organization.SelectMany(f => All(f, Account()));

    public IEnumerable<string> Targets() => Organization.SelectMany(f => All(f, Unit())).Concat(Accounts());

    public IEnumerable<string> Roles() =>
        All(Config, RoleLists()).Concat(All("config/approvers.json", RoleLists())).SelectMany(l => Words(l));

    public IEnumerable<string> Tickets() => All(Config, Ticket()).Concat(Names("requests", ".json"));

    public IEnumerable<string> Findings() => Names("triage", ".json");

    /// <summary>By the name that a file has of it: NUMBER-NAME-HASH.</summary>
    public IEnumerable<string> Deployments() =>
        Names("deployments", ".jsonl").Select(n => n.Split('-')).Where(p => p.Length == 3).Select(p => p[1]);

    private IEnumerable<string> All(string path, Regex word) =>
        word.Matches(Text(path)).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Words(string list) => Quoted().Matches(list).Select(m => m.Groups[1].Value);

    private string Text(string path) =>
        files.Exists(path) && files.Read(path, new DiagnosticBag()) is { } source
            ? Encoding.UTF8.GetString(source.Bytes.Span)
            : "";

    private IEnumerable<string> Names(string folder, string ending) =>
        files
            .List(folder)
            .Where(f => f.EndsWith(ending, StringComparison.Ordinal))
            .Select(f => Path.GetFileNameWithoutExtension(f));

    [GeneratedRegex("\"([0-9]{12})\"")]
    private static partial Regex Account();

    [GeneratedRegex("\"(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})\"")]
    private static partial Regex Unit();

    [GeneratedRegex("\"(?:approver_roles|roles)\"\\s*:\\s*\\[([^\\]]*)\\]")]
    private static partial Regex RoleLists();

    [GeneratedRegex("\"ticket\"\\s*:\\s*\"([^\"\\\\]+)\"")]
    private static partial Regex Ticket();

    [GeneratedRegex("\"([^\"\\\\]+)\"")]
    private static partial Regex Quoted();
}
