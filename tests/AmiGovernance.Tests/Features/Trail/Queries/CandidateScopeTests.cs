using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Tests.Features.Trail.Queries;

public sealed class CandidateScopeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly AthenaTable Table = AthenaTable.TryParse("default.amigov_trail", out var table)
        ? table
        : throw new InvalidOperationException();

    [Fact]
    public void Ten_thousand_accounts_are_asked_about_in_statements_that_Athena_takes()
    {
        ImmutableArray<AccountId> accounts =
        [
            .. Enumerable.Range(0, 10_000).Select(i => AccountId.Parse($"{400_000_000_000 + i}")),
        ];
        var month = new TrailFilter(Now.AddDays(-30), Now);
        var year = TrailFilter.Everything with { Regions = [RegionName.Parse("us-east-1")] };
        foreach (var filter in new[] { month, year })
        {
            var scopes = CandidateScope.Of(filter, accounts, DateOnly.FromDateTime(Now.Date));
            Assert.Equal(accounts, scopes.SelectMany(s => s.Accounts));
            Assert.InRange(scopes.Length, 2, 20);
            Assert.All(
                scopes,
                s => Assert.InRange(Encoding.UTF8.GetByteCount(CandidateQuery.Text(Table, s)), 1000, 262_144)
            );
        }
        var day = new TrailFilter(Now.AddDays(-1), Now) { Regions = year.Regions };
        var whole = CandidateScope.Of(day, accounts, DateOnly.FromDateTime(Now.Date)).Single();
        Assert.InRange(Encoding.UTF8.GetByteCount(CandidateQuery.Text(Table, whole)), 1000, 262_144);
        Assert.Equal(
            accounts[..2],
            CandidateScope.Of(day with { Accounts = accounts[..2] }, accounts, default).Single().Accounts
        );
        Assert.Empty(CandidateScope.Of(day, [], default).Single().Accounts);
    }
}
