"""Names of people who do not exist, as mixed as a Colorado school, and what they care about."""

GIVEN = (
    "Ada", "Amara", "Andrés", "Anh", "Aria", "Asha", "Beatriz", "Ben", "Caleb", "Camila",
    "Chidi", "Clara", "Daniela", "Dawit", "Diego", "Elena", "Elif", "Emeka", "Esther", "Ethan",
    "Fatima", "Felix", "Freya", "Gabriel", "Grace", "Hana", "Hiroshi", "Ida", "Imani", "Isaac",
    "Jamal", "Jonas", "José", "Juniper", "Kaia", "Kenji", "Kofi", "Lan", "Leila", "Leo",
    "Linh", "Lucía", "Maya", "Mei", "Miguel", "Minh", "Mira", "Nadia", "Naomi", "Nia",
    "Noor", "Oliver", "Omar", "Paloma", "Priya", "Quinn", "Rafael", "Rosa", "Ruth", "Samir",
    "Santiago", "Selam", "Sofía", "Tariq", "Theo", "Thiên", "Uma", "Valeria", "Viktor", "Wren",
    "Ximena", "Yara", "Yonas", "Yusuf", "Zoe", "Zuri",
)  # fmt: skip

FAMILY = (
    "Abebe", "Aguilar", "Ahmadi", "Alvarez", "Archuleta", "Baca", "Bauer", "Begay", "Chávez",
    "Chen", "Cordova", "Dang", "Delgado", "Diaz", "Eriksen", "Espinoza", "Farah", "Fischer",
    "Gallegos", "Garcia", "Gebre", "Haddad", "Hoang", "Ibarra", "Ivanova", "Jacobs", "Jaramillo",
    "Kaur", "Khan", "Kowalski", "Lindgren", "Lucero", "Maestas", "Martinez", "Mbeki", "Medina",
    "Nakamura", "Nguyễn", "Novak", "Okafor", "Ortega", "Park", "Patel", "Pham", "Quintana",
    "Rahman", "Ramirez", "Reyes", "Romero", "Sandoval", "Schultz", "Silva", "Singh", "Suazo",
    "Tafoya", "Tesfaye", "Trần", "Trujillo", "Ulibarri", "Valdez", "Vigil", "Walker", "Weber",
    "Yazzie", "Young", "Zamora", "Ziegler",
)  # fmt: skip

INTERESTS = (
    "astronomy", "baking bread", "beekeeping", "birding", "board game design", "ceramics",
    "chess", "climbing", "code breaking", "comics", "cross-country running", "debate", "drones",
    "fantasy novels", "geology", "guitar", "horses", "journalism", "maps", "mountain weather",
    "mythology", "origami", "photography", "poetry", "robotics", "soccer", "songwriting",
    "stop-motion film", "theatre", "violin", "volunteering", "woodworking",
)  # fmt: skip

STREETS = (
    "Aspen Lane", "Bluff Street", "Cedar Avenue", "Elk Court", "Foothill Drive", "Juniper Road",
    "Larkspur Way", "Meadow Loop", "Pine Street", "Ridge Road", "Sage Circle", "Willow Street",
)  # fmt: skip
