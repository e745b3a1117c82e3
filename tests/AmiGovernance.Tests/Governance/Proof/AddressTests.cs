using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>Networks in CIDR notation (RFC 4632; RFC 4291, 2.3): each begins at an address and ends before another.</summary>
public sealed class AddressTests
{
    private static readonly string[] Always = ["203.0.113.1", "2001:db8::1"];

    private static readonly string[] Beginnings = ["0.0.0.0", "::"];

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0", "11.0.0.0")]
    [InlineData("192.0.2.128/25", "192.0.2.128", "192.0.3.0")]
    [InlineData("192.0.2.77/24", "192.0.2.0", "192.0.3.0")]
    [InlineData("192.0.2.5/32", "192.0.2.5", "192.0.2.6")]
    [InlineData("192.0.2.5", "192.0.2.5", "192.0.2.6")]
    [InlineData("2001:db8:1::/48", "2001:db8:1::", "2001:db8:2::")]
    [InlineData("2001:db8::5/128", "2001:db8::5", "2001:db8::6")]
    [InlineData("2001:db8::5", "2001:db8::5", "2001:db8::6")]
    public void A_network_begins_and_ends(string network, string first, string behind) =>
        Assert.Equal([.. Always, first, behind, .. Beginnings], Addresses.Of([network]));

    [Theory]
    [InlineData("255.0.0.0/8", "255.0.0.0")]
    [InlineData("255.255.255.255/32", "255.255.255.255")]
    [InlineData("ff00::/8", "ff00::")]
    public void Nothing_is_behind_the_last_address(string network, string first) =>
        Assert.Equal([.. Always, first, .. Beginnings], Addresses.Of([network]));

    [Fact]
    public void All_of_it_begins_at_the_first_address() =>
        Assert.Equal([.. Always, "0.0.0.0", "::"], Addresses.Of(["0.0.0.0/0", "::/0"]));

    [Theory]
    [InlineData("192.0.2.0/33")]
    [InlineData("2001:db8::/129")]
    [InlineData("192.0.2.0/x")]
    [InlineData("192.0.2.0/")]
    [InlineData("192.0.2.0/24/8")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("everywhere")]
    public void What_is_no_network_has_no_addresses(string text) => Assert.Null(Addresses.Of([text]));
}
