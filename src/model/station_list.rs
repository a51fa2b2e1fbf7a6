//! Stations named one by one, as a table lists them.

/// The stations of a set, one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StationList {
    /// The table's name as the scenario gives it: a path beside the scenario, with `/`.
    pub file: String,
    /// The stations, ascending by id: the order of a table's rows means nothing.
    pub stations: Vec<ListedStation>,
    /// Names of districts that stations belong to, ascending.
    pub districts: Vec<String>,
}

/// One station of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedStation {
    /// Id, unique within the table; any text of at most 64 characters. A station's dice are keyed by
    /// it, so that a row more or less re-rolls nobody else.
    pub id: Box<str>,
    /// Position in [`StationList::districts`]; `None` where the table says nothing.
    pub district: Option<u32>,
    /// Registered electors: the station's weight when the people of a group are divided among the
    /// stations. Only ratios matter; a station with 0 has no people of its own.
    pub registered: u32,
    /// Voting booths, at least 1; `None` for as many as the set says.
    pub booths: Option<u32>,
}

impl StationList {
    /// Registered electors of all stations.
    pub fn registered(&self) -> u64 {
        let all = self.stations.iter();
        all.map(|station| u64::from(station.registered)).sum()
    }

    /// The station's district, if it has one. `number` counts from 1 in the order of ids.
    pub fn district(&self, number: u32) -> Option<&str> {
        let station = self.station(number)?;
        Some(&self.districts[station.district? as usize])
    }

    /// The station of this number, from 1 in the order of ids.
    pub fn station(&self, number: u32) -> Option<&ListedStation> {
        self.stations.get((number as usize).checked_sub(1)?)
    }

    /// Whether some station has a number of booths of its own.
    pub fn has_booths(&self) -> bool {
        self.stations.iter().any(|station| station.booths.is_some())
    }
}
