namespace CheckCertificate;

/// <summary>Requests that stand for all: one for each way in which conditions tell requests apart.</summary>
internal static class Representatives
{
    private static readonly string[] Aliases = ["amazon", "aws-backup-vault", "aws-marketplace"];

    public static IEnumerable<Request> Of(string kind, List<Condition> asked, IEnumerable<Condition> meant)
    {
        // Of nested lists the first that a caller is in tells all, so that one pattern of it stands for the caller.
        var nested = asked.Where(c => c.Key is "aws:PrincipalArn").Select(c => c.Values).OrderBy(v => v.Count).ToList();
        var lists = asked.Concat(meant).ToLookup(c => c.Key, c => c.Values);
        var patterns = lists["aws:PrincipalArn"].SelectMany(p => p).Distinct().ToList();
        if (nested.Zip(nested.Skip(1)).Any(lists => !lists.First.IsSubsetOf(lists.Second)))
            throw new RejectedException("cannot check: lists of principals that overlap");
        Json.Check("configuration", patterns.Select(p => $"aws:PrincipalArn {p}"));
        var named = patterns.Select(AccountOf).Where(IsAccount).Select(account => new Set { account });
        var compared = lists["ec2:Owner"].Concat(lists["aws:ResourceAccount"]).Concat(lists["aws:PrincipalAccount"]);
        var alike = TwoOfEach([.. compared, .. named, [.. Aliases]]).ToList();
        var accounts = alike.FindAll(IsAccount);
        var owning = lists["aws:ResourceAccount"].SelectMany(v => v).Append(accounts[^1]).Intersect(accounts).ToList();
        return from account in accounts
            // Each pattern matches only patterns that match whatever it does; then one that matches none.
            from pattern in patterns.Append("arn:aws:sts::*:federated-user/nobody")
            let arn = pattern.Replace("::*:", $"::{account}:").Replace('*', '¶')
            where AccountOf(arn) == account
            let matched = patterns.Where(p => FileSystemName.MatchesSimpleExpression(p, arn, false)).ToHashSet()
            from owner in accounts.Concat(Aliases.Intersect(alike))
            from ownerId in IsAccount(owner) ? [owner] : owning
            from time in lists["aws:CurrentTime"].SelectMany(t => t).Append("").Distinct()
            select new Request(kind, owner, ownerId, account, matched, time);
    }

    /// <summary>Of values that are in the same lists two: one account may own what the other asks for. At last two strangers.</summary>
    private static IEnumerable<string> TwoOfEach(Set[] sets)
    {
        var listed = sets.SelectMany(s => s).Distinct().ToList();
        var strangers = Enumerable.Range(0, listed.Count + 2).Select(i => $"{i:D12}").Except(listed).Take(2);
        var alike = listed.GroupBy(v => (IsAccount(v), string.Concat(sets.Select(s => s.Contains(v) ? '1' : '0'))));
        return alike.SelectMany(values => values.Take(2)).Concat(strangers);
    }

    private static bool IsAccount(string value) => value.All(char.IsAsciiDigit);

    private static string AccountOf(string pattern) => pattern.Split(':')[4];
}
