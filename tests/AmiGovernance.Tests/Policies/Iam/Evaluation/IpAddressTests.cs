using System.Globalization;
using System.Net;
using System.Numerics;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Tests.Policies.Iam.Evaluation;

/// <summary>IAM user guide, "IP address condition operators": networks in CIDR notation (RFC 4632, RFC 4291).</summary>
public sealed class IpAddressTests
{
    /// <summary>An address is in the network when its first bits are those of the network, for each number of bits.</summary>
    [Theory]
    [InlineData("203.0.113.77")]
    [InlineData("2001:db8:1234:5678:9abc:def0:1234:5678")]
    public void A_network_holds_what_begins_like_it(string network)
    {
        var bytes = IPAddress.Parse(network).GetAddressBytes();
        var bits = bytes.Length * 8;
        for (var length = 0; length <= bits; length++)
        {
            var condition = string.Create(CultureInfo.InvariantCulture, $"{network}/{length}");
            Assert.True(Holds(condition, network), condition);
            for (var flipped = 0; flipped < bits; flipped++)
            {
                var other = Flip(bytes, flipped).ToString();
                Assert.True(Holds(condition, other) == flipped >= length, $"{other} in {condition}");
            }
        }
    }

    [Theory]
    [InlineData("203.0.113.0/33")]
    [InlineData("2001:db8::/129")]
    [InlineData("203.0.113.0/")]
    [InlineData("203.0.113.0/x")]
    [InlineData("/24")]
    [InlineData("somewhere")]
    public void What_is_no_network_holds_nothing(string network)
    {
        Assert.False(Holds(network, "203.0.113.0"));
        Assert.False(Holds(network, "2001:db8::"));
    }

    [Fact]
    public void What_is_no_address_is_in_no_network()
    {
        Assert.False(Holds("0.0.0.0/0", "somewhere"));
        Assert.False(Holds("203.0.113.7", "203.0.113"));
    }

    private static IPAddress Flip(byte[] address, int bit)
    {
        var number = new BigInteger(address, isUnsigned: true, isBigEndian: true);
        number ^= BigInteger.One << (address.Length * 8 - 1 - bit);
        var written = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return new IPAddress([.. new byte[address.Length - written.Length], .. written]);
    }

    private static bool Holds(string network, string address) =>
        ConditionEvaluator
            .Create(new Condition("IpAddress", "aws:SourceIp", [network]), variables: true)!
            .Holds(new RequestContext().Set("aws:SourceIp", address));
}
