using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Tests.Features.Images;

public sealed class ScanExpectationsTests
{
    [Theory]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-03-01", false)]
    public void An_exception_that_has_ended_approves_no_owner(string today, bool isApproved)
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        var day = DateOnly.Parse(today, CultureInfo.InvariantCulture);
        var request = new ScanRequest(ScanDepth.Full, [], [], Resume: false);
        var expected = ScanExpectations.Read(request, amigov.Files, Samples.ConfigPath, day, new DiagnosticBag());
        Assert.Contains(AccountId.Parse("111122223333"), expected.ApprovedOwners.Select(o => o.Account));
        Assert.Equal(isApproved, expected.ApprovedOwners.Any(o => o.Account.Value == "222233334444"));
    }
}
